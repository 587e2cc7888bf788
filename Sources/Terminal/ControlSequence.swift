/// The bytes between CSI and the final one.
struct ControlSequence: Hashable {
    private(set) var parameters: [UInt8] = []
    private(set) var intermediates: [UInt8] = []

    var isEmpty: Bool { parameters.isEmpty && intermediates.isEmpty }
    var count: Int { parameters.count + intermediates.count }

    /// True if this is the answer to CSI c.
    func isPrimaryAttributes(_ final: UInt8) -> Bool {
        final == UInt8(ascii: "c") && parameters.first == UInt8(ascii: "?") && intermediates.isEmpty
    }

    mutating func append(_ byte: UInt8) {
        if byte < 0x30 || !intermediates.isEmpty { intermediates.append(byte) } else { parameters.append(byte) }
    }
}
