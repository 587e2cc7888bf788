import Platform
import Telemetry

/// The metadata of a checkpoint, which is read without its numbers.
struct CheckpointLabel {
    var step: Int
    /// The settings that are words, by name.
    var words: [String: String]
    var sequence: Int
    var isRequested: Bool
    var recipe: [String: String]
    var initialSettings: [String: String]

    init(_ checkpoint: Checkpoint) {
        step = checkpoint.snapshot.step
        words = checkpoint.snapshot.settings.compactMapValues { if case .word(let word) = $0 { word } else { nil } }
        (sequence, isRequested) = (checkpoint.sequence, checkpoint.isRequested)
        (recipe, initialSettings) = (checkpoint.recipe, checkpoint.initialSettings)
    }

    init(path: String) throws(FileError) { try self.init(SafetensorsHeader(path: path).metadata, path: path) }

    init(_ metadata: [String: String], path: String) throws(FileError) {
        guard let version = metadata["trimtab.checkpoint"] else {
            throw FileError(path, "is not a checkpoint of a run (--init reads weights alone)")
        }
        guard version == "1" else { throw FileError(path, "is a checkpoint of version \(version), this build reads 1") }
        do throws(StateError) {
            step = try Self.count("trimtab.step", metadata)
            sequence = try Self.count("trimtab.sequence", metadata)
        } catch {
            throw FileError(path, "is a broken checkpoint: \(error)")
        }
        isRequested = metadata["trimtab.asked"] == "true"
        words = TrainerSettings.savedDeclarations.reduce(into: [:]) { $0[$1.name] = metadata["trimtab.\($1.name)"] }
        (recipe, initialSettings) = ([:], [:])
        for (name, text) in metadata where name.hasPrefix("recipe.") { recipe[String(name.dropFirst(7))] = text }
        for (name, text) in metadata where name.hasPrefix("began.") {
            initialSettings[String(name.dropFirst(6))] = text
        }
    }

    /// - Throws: for a run of another recipe, naming the first key that differs; kinds come first, because the keys below
    ///   them differ with them.
    func check(against recipe: [String: String]) throws(StateError) {
        let keys = Set(recipe.keys).union(self.recipe.keys).sorted()
        let ordered = keys.filter { $0.hasSuffix(".kind") } + keys.filter { !$0.hasSuffix(".kind") }
        for key in ordered where recipe[key] != self.recipe[key] {
            let (then, now) = (self.recipe[key], recipe[key])
            throw StateError("was made with \(key) \(then ?? "left out"), now it is \(now ?? "left out")")
        }
    }

    private static func text(_ name: String, _ metadata: [String: String]) throws(StateError) -> String {
        guard let text = metadata[name] else { throw StateError("\(name) is missing") }
        return text
    }

    private static func count(_ name: String, _ metadata: [String: String]) throws(StateError) -> Int {
        let text = try text(name, metadata)
        guard let count = Int(text), (0...Int.largestCount).contains(count) else {
            throw StateError("\(name) is \(text.prefix(40)), and must be from 0 to \(Int.largestCount)")
        }
        return count
    }

    var metadata: [String: String] {
        // Python's loaders expect "pt" in files of PyTorch's tensors.
        var metadata = [
            "format": "pt", "trimtab.checkpoint": "1", "trimtab.step": "\(step)", "trimtab.sequence": "\(sequence)",
            "trimtab.asked": "\(isRequested)",
        ]
        for (name, word) in words { metadata["trimtab.\(name)"] = word }
        for (key, text) in recipe { metadata["recipe.\(key)"] = text }
        for (name, text) in initialSettings { metadata["began.\(name)"] = text }
        return metadata
    }
}
