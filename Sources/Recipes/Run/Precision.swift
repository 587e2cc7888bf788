/// The numbers that a run computes with.
package enum Precision: String, KeyWord {
    case float, double

    static let synonyms = [
        "float": "float32 fp32 f32 single 32 fp16 bf16 half float16", "double": "float64 fp64 f64 64",
    ]

    /// Bytes of a number.
    var size: Int { self == .float ? 4 : 8 }

    /// The largest number.
    var largest: Double { self == .float ? Double(Float.greatestFiniteMagnitude) : .greatestFiniteMagnitude }
}
