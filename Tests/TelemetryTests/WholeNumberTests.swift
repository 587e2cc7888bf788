import Telemetry
import Testing

@Suite struct WholeNumberTests {
    @Test(
        arguments: [
            (0.0, 0), (-0.0, 0), (2.9, 2), (-2.9, -2), (.leastNonzeroMagnitude, 0),
            (9007199254740993.0, 9_007_199_254_740_992),
            (0x1p63, .max), (9.2233720368547748e18, 9_223_372_036_854_774_784), (1e19, .max), (1e308, .max),
            (.infinity, .max),
            (-0x1p63, .min), (-1e19, .min), (-.infinity, .min), (.nan, nil), (-.nan, nil),
        ]
    )
    func `any double becomes the nearest whole number there is`(value: Double, whole: Int?) {
        #expect(Int(clamping: value) == whole)
    }

    @Test(
        arguments: [
            (0.0, 0), (-0.0, 0), (7, 7), (0x1p53, 1 << 53), (0x1p53 + 2, nil), (-1, nil), (0.12, nil), (.nan, nil),
            (.infinity, nil), (-0x1p63, nil), (0x1p63, nil), (1e19, nil),
        ]
    )
    func `a count is whole and not negative and exact`(value: Double, count: Int?) {
        #expect(Int(counting: value) == count)
    }

    @Test(
        arguments: [
            (-0x1p63, "-9.223372036854776e+18"), (0x1p63, "9.223372036854776e+18"), (0x1p53 - 1, "9007199254740991"),
            (-7, "-7"),
        ]
    )
    func `a number at the ends of int is written`(value: Double, text: String) {
        #expect(shortest(value) == text)
        var encoder = LineEncoder()
        encoder.append(.step(StepRecord(step: 1, time: 0, loss: value)))
        #expect(String(decoding: encoder.bytes, as: UTF8.self).contains("\"loss\":\(text)"))
        let line = String(String(decoding: encoder.bytes, as: UTF8.self).dropLast())
        #expect(LineDecoder.decode(line) == .event(.step(StepRecord(step: 1, time: 0, loss: value))))
    }

    @Test func `a setting refuses the least int in words`() {
        let setting = Setting(name: "max_norm", value: .number(1), range: .maxNorm)
        #expect(
            setting.refusal(of: .number(-9_223_372_036_854_775_808))
                == "max_norm must not be negative (got -9.223372036854776e+18)"
        )
    }
}
