/// What an operator may ask of a run. A source declares its abilities in its first line.
public enum Ability: String, CaseIterable, Sendable {
    case pause, advance, set, stop, checkpoint, rewind
}
