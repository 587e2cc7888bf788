/// The numbers that a run computes with.
public enum Precision: String, CaseIterable, Sendable {
    case float, double

    /// Bytes of a number.
    public var bytes: Int { self == .float ? 4 : 8 }

    /// The largest number.
    public var largest: Double { self == .float ? Double(Float.greatestFiniteMagnitude) : .greatestFiniteMagnitude }
}
