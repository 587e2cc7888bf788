/// The reason why a value of a line could not be read, while the rest of the line could.
public enum FieldFault: Hashable, CaseIterable, Sendable {
    case notNumber
    case notFinite
    case notWhole
    /// A whole number below 0 or above 2⁵³, beyond which neighbors cannot be distinguished.
    case outOfRange
    case notText
    /// Null where a number is needed, such as the norm of a layer.
    case null
    /// A list or an object of another shape than the field has.
    case misshapen

    /// The fault of `count` values: "18 values were not whole numbers".
    func sentence(_ count: Int) -> String {
        let isOne = count == 1
        let subject = NumberFormat.plural(count, "value") + (isOne ? " was" : " were")
        return switch self {
        case .notNumber: "\(subject) not \(isOne ? "a number" : "numbers")"
        case .notFinite: "\(subject) not finite"
        case .notWhole: "\(subject) not \(isOne ? "a whole number" : "whole numbers")"
        case .outOfRange: "\(subject) not from 0 to 2^53"
        case .notText: "\(subject) not text"
        case .null: "\(subject) null"
        case .misshapen: "\(subject) of the wrong type"
        }
    }
}

/// The values of one line that could not be read, by field and fault.
package struct FieldFaults {
    package struct Fault {
        package var field: String
        package var fault: FieldFault
        /// The first such value as written, cut to a few characters.
        package var value: String
        package var count: Int
    }

    /// The most different faults kept of one line.
    static let limit = 16

    package private(set) var faults: [Fault] = []

    mutating func note(_ field: String, _ fault: FieldFault, value: @autoclosure () -> String) {
        if let index = faults.firstIndex(where: { $0.field == field && $0.fault == fault }) {
            faults[index].count += 1
        } else if faults.count < Self.limit {
            faults.append(Fault(field: field, fault: fault, value: value(), count: 1))
        }
    }
}
