import Telemetry
import Testing

@Suite struct CSVFieldTests {
    @Test(
        arguments: [
            ("loss", "loss"), ("", ""), ("a b", "a b"), ("a,b", "\"a,b\""), ("say \"no\"", "\"say \"\"no\"\"\""),
            ("two\nlines", "\"two\nlines\""), ("two\r\nlines", "\"two\r\nlines\""), ("\r", "\"\r\""),
        ]
    )
    func `what would end a field is quoted`(text: String, field: String) {
        #expect(csvField(text) == field)
    }
}
