/// The member names of the earlier lines of a source.
struct LineMemory: Sendable {
    /// The names of the members of steps.
    var step: NameMemory<StepField>
    /// The names of the layers in them.
    var layers: NameMemory<Void>

    /// - Parameter isStream: false for a single line, whose names are not remembered.
    init(isStream: Bool) {
        step = NameMemory(capacity: isStream ? 256 : 0) { StepField($0) }
        layers = NameMemory(capacity: isStream ? 2048 : 0) { _ in }
    }
}
