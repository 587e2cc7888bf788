import Glibc
public import Platform
import Telemetry

/// The folder of a run's checkpoints: step-00001200.safetensors, of which the last few are kept.
///
/// It never touches a file that is not a checkpoint of this run.
public struct CheckpointFolder: Sendable {
    /// The folder's path; nil until the first checkpoint chooses it.
    private var path: String?
    private let wanted: String
    private var known: [Known] = []
    private var isSwept = false

    /// A checkpoint of this run.
    private struct Known {
        var name: String
        var sequence: Int
        var isRequested: Bool
    }

    /// A folder for a new run, created by its first checkpoint: `path`, or if that exists "PATH-2", "PATH-3", ….
    public init(new path: String) { wanted = path }

    /// A requested folder. It may exist, without checkpoints.
    ///
    /// - Throws: where it has checkpoints, or `path` is not a folder.
    public init(given path: String) throws(FileError) {
        wanted = path
        self.path = path
        guard try folderExists(path) else { return }
        guard let other = try fileNames(in: path).first(where: { step(ofFile: $0) != nil }) else { return }
        throw FileError(
            path,
            "has checkpoints of another run (\(other)): resume from there with --resume \(path), or give another folder"
        )
    }

    /// The folder of a resumed run: new checkpoints join those of the same recipe.
    public init(continuing path: String, recipe: [String: String]) throws(FileError) {
        wanted = path
        self.path = path
        guard try folderExists(path) else { return }
        for name in try fileNames(in: path) where step(ofFile: name) != nil {
            guard let label = try? CheckpointLabel(path: "\(path)/\(name)"), label.recipe == recipe else { continue }
            known.append(Known(name: name, sequence: label.sequence, isRequested: label.isRequested))
        }
        known.sort { $0.sequence < $1.sequence }
    }

    /// The folder of a run: the requested one; else that of the checkpoint from which it resumes; else a new one.
    ///
    /// - Parameters:
    ///   - path: the requested folder; nil for none.
    ///   - file: the checkpoint from which the run resumes; nil for a run from its first step.
    ///   - name: the name of the run; a new folder is "NAME.checkpoints".
    ///   - recipe: the run's recipe, as for `init(continuing:recipe:)`.
    public init(
        given path: String?,
        resumingFrom file: String?,
        name: String,
        recipe: [String: String]
    ) throws(FileError) {
        let known = file.flatMap(Self.folder(ofCheckpoint:))
        if let known, path.map({ isSameFolder($0, known) }) ?? true {
            try self.init(continuing: known, recipe: recipe)
        } else if let path {
            try self.init(given: path)
        } else {
            self.init(new: "\(String(name.map { $0 == "/" ? "-" : $0 })).checkpoints")
        }
    }

    /// The checkpoint in a folder that was written last.
    ///
    /// - Throws: where the folder has none, or none that can be read; then for the first of them.
    public static func newest(in path: String) throws(FileError) -> String {
        var newest: (sequence: Int, file: String)?
        var problem: FileError?
        for name in try fileNames(in: path) where step(ofFile: name) != nil {
            let file = path.hasSuffix("/") ? path + name : "\(path)/\(name)"
            do throws(FileError) {
                let label = try CheckpointLabel(path: file)
                if label.sequence > newest?.sequence ?? .min { newest = (label.sequence, file) }
            } catch {
                // An unreadable file may not be ours, and others may be readable.
                problem = problem ?? error
            }
        }
        guard let newest else { throw problem ?? FileError(path, "holds no checkpoint (step-00000100.safetensors, …)") }
        return newest.file
    }

    /// The folder of a file that is named like a checkpoint; nil for another file.
    public static func folder(ofCheckpoint file: String) -> String? {
        let (folder, name) = splitPath(file)
        guard step(ofFile: name) != nil else { return nil }
        return folder.count > 1 ? String(folder.dropLast()) : folder.isEmpty ? "." : folder
    }

    /// The name of the checkpoint after a step.
    public static func file(after step: Int) -> String {
        let digits = String(step)
        return "step-" + String(repeating: "0", count: max(0, 8 - digits.count)) + digits + ".safetensors"
    }

    /// Writes a checkpoint, and deletes the unrequested ones except the last `keep`.
    ///
    /// - Returns: its path.
    mutating func write(
        _ snapshot: Snapshot,
        recipe: [String: String],
        initialSettings: [String: String] = [:],
        keep: Int,
        isRequested: Bool
    ) throws(FileError) -> String {
        let folder = try makeFolder()
        sweep(folder)
        let name = Self.file(after: snapshot.step)
        let path = "\(folder)/\(name)"
        guard unsafe known.contains(where: { $0.name == name }) || access(path, F_OK) != 0 else {
            throw FileError(path, "already exists, and is not a checkpoint of this run")
        }
        let sequence = (known.last?.sequence ?? 0) + 1
        guard sequence <= Int.largestCount else {
            throw FileError(
                path,
                "cannot be written: the checkpoints beside it are numbered to the last that can be counted"
            )
        }
        try Checkpoint(
            snapshot,
            recipe: recipe,
            initialSettings: initialSettings,
            sequence: sequence,
            isRequested: isRequested
        ).write(to: path)
        known.removeAll { $0.name == name }
        known.append(Known(name: name, sequence: sequence, isRequested: isRequested))
        prune(folder, keep: keep)
        return path
    }

    /// The path of a step's checkpoint, for a report of one that could not be written.
    func path(after step: Int) -> String { "\(path ?? wanted)/\(Self.file(after: step))" }

    private mutating func prune(_ folder: String, keep: Int) {
        let unrequested = known.filter { !$0.isRequested }
        for old in unrequested.dropLast(keep) {
            unsafe unlink("\(folder)/\(old.name)")
            known.removeAll { $0.name == old.name }
        }
    }

    /// Creates the folder if necessary and returns it.
    private mutating func makeFolder() throws(FileError) -> String {
        if let path {
            try makeFolders(path)
            return path
        }
        // Creating a folder claims it: of two runs at the same moment only one succeeds.
        for number in 1...10_000 {
            let path = number == 1 ? wanted : "\(wanted)-\(number)"
            if unsafe mkdir(path, 0o755) == 0 {
                self.path = path
                return path
            }
            guard errno == EEXIST else { throw FileError(path, failed: "cannot be made") }
        }
        throw FileError(wanted, "and the 9,999 names after it are all taken")
    }

    /// Deletes unfinished files of runs that no longer exist.
    private mutating func sweep(_ folder: String) {
        guard !isSwept else { return }
        isSwept = true
        for name in (try? fileNames(in: folder)) ?? []
        where name.hasPrefix(".step-") && UnfinishedFile.isAbandoned(name) {
            unsafe unlink("\(folder)/\(name)")
        }
    }
}

/// The step of a checkpoint's file name; nil for any other file.
private func step(ofFile name: String) -> Int? {
    guard name.hasPrefix("step-"), name.hasSuffix(".safetensors") else { return nil }
    return Int(name.dropFirst(5).dropLast(12))
}

private func isSameFolder(_ left: String, _ right: String) -> Bool {
    guard left != right else { return true }
    guard let left = fileStatus(left), let right = fileStatus(right) else { return false }
    return left.isSameFile(as: right)
}
