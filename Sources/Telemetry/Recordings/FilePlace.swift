/// The lines of a file that events were read from and can be read from again.
public struct FilePlace: Sendable {
    /// The byte offsets of the lines.
    public var bytes: Range<Int>
    /// The run's clock before the first of the events.
    public var clock: RunClock

    public init(bytes: Range<Int>, clock: RunClock) { (self.bytes, self.clock) = (bytes, clock) }
}
