import Foundation
import Testing

@testable import Training

/// A number as the goldens write it: a decimal, or a word for what is not finite.
struct GoldenNumber: Decodable {
    let value: Double

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let word = try? container.decode(String.self) {
            value = try #require(["NaN": .nan, "Infinity": .infinity, "-Infinity": -.infinity][word])
        } else {
            value = try container.decode(Double.self)
        }
    }
}

private struct GoldenFile<Case: Decodable>: Decodable {
    let torch: String
    let cases: [Case]
}

/// The cases of one golden file, which PyTorch made with subnormal numbers kept.
func golden<Case: Decodable>(_ name: String, as type: Case.Type = Case.self) throws -> [Case] {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Goldens")
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    let file = try decoder.decode(
        GoldenFile<Case>.self,
        from: Data(contentsOf: folder.appending(path: "\(name).json"))
    )
    #expect(file.torch == "2.13.0+cpu")
    #expect(!file.cases.isEmpty)
    #expect(Subnormals.current == .keep)
    return file.cases
}

extension GoldenNumber {
    func typed<Number: Scalar>(_ type: Number.Type = Number.self) -> Number { Number(value) }
}

extension Array where Element == GoldenNumber {
    func typed<Number: Scalar>(_ type: Number.Type = Number.self) -> [Number] { map { Number($0.value) } }
}

/// Whether two numbers are the same: both NaN, the same infinity, or within a share of the larger.
func agree<Number: Scalar>(_ left: Number, _ right: Number, within tolerance: Double) -> Bool {
    if left.isNaN || right.isNaN { return left.isNaN && right.isNaN }
    if left == right { return true }
    guard left.isFinite, right.isFinite else { return false }
    return Double(abs(left - right)) <= tolerance * Double(max(abs(left), abs(right)))
}

func agree<Number: Scalar>(_ left: [Number], _ right: [Number], within tolerance: Double) -> Bool {
    left.count == right.count && zip(left, right).allSatisfy { agree($0, $1, within: tolerance) }
}

/// Named parameters "0", "1", … of these values, each wanting a gradient.
func parameters<Number: Scalar>(_ values: [[Number]]) -> [NamedParameter<Number>] {
    values.enumerated().map { NamedParameter("\($0)", Tensor($1, requiresGrad: true)) }
}

/// Named parameters of zeros that hold these gradients; nil for none.
func parameters<Number: Scalar>(gradients: [[Number]?]) -> [NamedParameter<Number>] {
    let made = parameters(gradients.map { [Number](repeating: 0, count: $0?.count ?? 0) })
    for (parameter, gradient) in zip(made, gradients) { parameter.tensor.grad = gradient.map { Tensor($0) } }
    return made
}
