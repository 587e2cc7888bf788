/// Where events lie in a file: whole lines, which can be read again.
public struct FilePlace: Sendable {
    /// Offsets of the bytes.
    public var bytes: Range<Int>
    /// The clock of the run as it stood before them.
    public var clock: RunClock

    public init(bytes: Range<Int>, clock: RunClock) { (self.bytes, self.clock) = (bytes, clock) }
}
