/// What a processor calls itself, and the numbers by which programs know it.
public struct ProcessorName: Equatable, Sendable {
    /// "AMD EPYC"; the numbers alone where there is no such name.
    public let description: String

    /// - Parameter cpuinfo: the text of /proc/cpuinfo.
    public init(cpuinfo: String) {
        var fields: [Substring: String] = [:]
        // The first processor's fields; later ones repeat them.
        for line in cpuinfo.split(separator: "\n") {
            let parts = line.split(separator: ":", maxSplits: 1)
            guard let name = parts.first, let value = parts.dropFirst().first else { continue }
            let key = name.prefix { $0 != "\t" }
            if fields[key] == nil { fields[key] = value.split(separator: " ").joined(separator: " ") }
        }
        let numbers = Self.keys.compactMap { key, word in
            fields[Substring(key)].map { word.isEmpty ? $0 : "\(word) \($0)" }
        }
        description = [
            fields["model name"] ?? (numbers.isEmpty ? "unknown processor" : nil),
            numbers.isEmpty ? nil : "(\(numbers.joined(separator: ", ")))",
        ].compactMap { $0 }.joined(separator: " ")
    }

    /// The fields of x86, then those of Arm, and what they are called here.
    private static let keys = [
        ("vendor_id", ""), ("cpu family", "family"), ("model", "model"), ("CPU implementer", "implementer"),
        ("CPU variant", "variant"), ("CPU part", "part"),
    ]
}
