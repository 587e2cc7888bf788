/// A kind of request that a run accepts. A source declares its abilities in its first line.
public enum Ability: String, CaseIterable, Sendable {
    case pause, advance, set, stop, checkpoint, rewind
}
