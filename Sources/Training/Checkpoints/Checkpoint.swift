public import Platform
import Telemetry

/// A run between two steps, as a file holds it.
///
/// The file's tensors are the model's, under the names of torch.nn, and all others under names that begin with
/// "trimtab."; the metadata identifies the run.
public struct Checkpoint: Sendable, Equatable {
    /// The run's state.
    public var snapshot: Snapshot
    /// The run's recipe, key by key.
    public var recipe: [String: String]
    /// The initial values of the settings an operator may change, by name; empty where they were not saved.
    public var initialSettings: [String: String]
    /// The checkpoint's number within its folder, rising with time.
    public var sequence: Int
    /// Whether it was requested; requested checkpoints are never deleted to make room.
    public var isRequested: Bool

    public init(
        _ snapshot: Snapshot,
        recipe: [String: String],
        initialSettings: [String: String] = [:],
        sequence: Int = 1,
        isRequested: Bool = false
    ) {
        (self.snapshot, self.recipe, self.initialSettings) = (snapshot, recipe, initialSettings)
        (self.sequence, self.isRequested) = (sequence, isRequested)
    }

    /// The prefix of the names of all tensors that are not the model's.
    static let prefix = "trimtab."

    /// Reads a file.
    public init(path: String) throws(FileError) { try self.init(OpenSafetensors(path)) }

    init(_ file: OpenSafetensors) throws(FileError) {
        let path = file.path
        let label = try CheckpointLabel(file.header.metadata, path: path)
        var (model, state): ([String: SavedArray], SavedState) = ([:], [:])
        for (name, array) in try file.tensors() {
            if name.hasPrefix(Self.prefix) {
                state[String(name.dropFirst(Self.prefix.count))] = array
            } else {
                model[name] = array
            }
        }
        let settings: [String: SettingValue]
        do throws(StateError) { settings = try SavedSettings.read(&state, words: label.words) } catch {
            throw FileError(path, "is a broken checkpoint: \(error)")
        }
        self.init(
            Snapshot(step: label.step, model: model, state: state, settings: settings),
            recipe: label.recipe,
            initialSettings: label.initialSettings,
            sequence: label.sequence,
            isRequested: label.isRequested
        )
    }

    /// The initial settings of a file's run; its numbers are not read.
    public static func initialSettings(path: String) throws(FileError) -> [String: String] {
        try CheckpointLabel(path: path).initialSettings
    }

    /// The model's tensors in a safetensors file, a checkpoint or not.
    public static func weights(path: String) throws(FileError) -> [String: SavedArray] {
        try Safetensors(path: path).tensors.filter { !$0.key.hasPrefix(prefix) }
    }

    /// Writes a file atomically.
    public func write(to path: String) throws(FileError) {
        var tensors = snapshot.model
        for (name, array) in snapshot.state.arrays { tensors[Self.prefix + name] = array }
        for (name, value) in snapshot.settings {
            if case .number(let number) = value { tensors[Self.prefix + name] = .number(number) }
        }
        try Safetensors(tensors: tensors, metadata: CheckpointLabel(self).metadata).write(to: path)
    }
}
