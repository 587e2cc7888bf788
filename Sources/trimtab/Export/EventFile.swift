import Links

/// A TensorBoard event file, as TensorBoard's own writer makes it: records framed as TFRecords, each a protocol buffer `Event`
/// (tensorflow/core/util/event.proto) with a wall time, a step and one scalar.
struct EventFile {
    /// Bytes written at a time.
    private static let portion = 1 << 16
    private static let version = "brain.Event:2"

    private let output: OutputFile
    private var waiting: [UInt8] = []

    /// - Parameter time: the file's time, in seconds since 1970.
    init(_ output: OutputFile, time: Double) {
        self.output = output
        var event = ProtocolBuffer()
        event.append(1, time)
        event.append(3, Self.version)
        append(event)
    }

    /// Appends a scalar.
    ///
    /// - Parameters:
    ///   - time: in seconds since 1970.
    ///   - value: rounded to Float, which is what TensorBoard keeps.
    mutating func append(_ tag: String, _ value: Double, step: Int, time: Double) {
        var scalar = ProtocolBuffer()
        scalar.append(1, tag)
        scalar.append(2, Float(value))
        var summary = ProtocolBuffer()
        summary.append(1, scalar)
        var event = ProtocolBuffer()
        event.append(1, time)
        event.append(2, step)
        event.append(5, summary)
        append(event)
    }

    /// Writes the waiting records.
    mutating func flush() {
        output.write(waiting)
        waiting.removeAll(keepingCapacity: true)
    }

    /// Appends a record: its length, the length's checksum, the bytes and their checksum.
    private mutating func append(_ event: ProtocolBuffer) {
        let length = littleEndian(UInt64(event.bytes.count))
        waiting += length + littleEndian(Self.maskedChecksum(length))
        waiting += event.bytes + littleEndian(Self.maskedChecksum(event.bytes))
        if waiting.count >= Self.portion { flush() }
    }

    /// CRC-32C (Castagnoli), rotated and offset as TFRecord requires.
    static func maskedChecksum(_ bytes: [UInt8]) -> UInt32 {
        var crc = UInt32.max
        for byte in bytes { crc = checksums[Int(UInt8(truncatingIfNeeded: crc) ^ byte)] ^ crc >> 8 }
        crc = ~crc
        return (crc >> 15 | crc << 17) &+ 0xA282_EAD8
    }

    private static let checksums: [UInt32] = (0..<256).map { byte in
        (0..<8).reduce(UInt32(byte)) { crc, _ in crc & 1 == 1 ? 0x82F6_3B78 ^ crc >> 1 : crc >> 1 }
    }
}

/// A protocol buffer message that is built field by field.
private struct ProtocolBuffer {
    /// The wire type of a field's value.
    private enum Layout: UInt64 {
        case varint = 0, eightBytes = 1, sized = 2, fourBytes = 5
    }

    private(set) var bytes: [UInt8] = []

    mutating func append(_ field: UInt64, _ value: Double) {
        appendKey(field, .eightBytes)
        bytes += littleEndian(value.bitPattern)
    }

    mutating func append(_ field: UInt64, _ value: Float) {
        appendKey(field, .fourBytes)
        bytes += littleEndian(value.bitPattern)
    }

    mutating func append(_ field: UInt64, _ value: Int) {
        appendKey(field, .varint)
        appendVarint(UInt64(bitPattern: Int64(value)))
    }

    mutating func append(_ field: UInt64, _ text: String) { append(field, Array(text.utf8)) }

    mutating func append(_ field: UInt64, _ message: ProtocolBuffer) { append(field, message.bytes) }

    private mutating func append(_ field: UInt64, _ content: [UInt8]) {
        appendKey(field, .sized)
        appendVarint(UInt64(content.count))
        bytes += content
    }

    private mutating func appendKey(_ field: UInt64, _ layout: Layout) { appendVarint(field << 3 | layout.rawValue) }

    private mutating func appendVarint(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }
}

private func littleEndian(_ value: some FixedWidthInteger) -> [UInt8] {
    unsafe withUnsafeBytes(of: value.littleEndian) { unsafe Array($0) }
}
