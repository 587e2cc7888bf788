import ArgumentParser
import Glibc
import Platform
import Telemetry

/// The options for a launched program's run; the Python client reads them from the environment.
struct LaunchOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Record every event to a new file, or nothing with off. Default: a file in trimtab-runs.",
            valueName: "file|off"
        ),
        completion: .file()
    )
    var record: String?

    @Option(help: "Name of the run. Default: the script's name.")
    var name: String?

    @Option(
        help: ArgumentHelp("The optimizer to watch, if there are several: its variable or class.", valueName: "name")
    )
    var optimizer: String?

    @Option(unchecked: "Memory for snapshots to rewind to; 0 for none.", valueName: "MB")
    var snapshots: String?

    @Option(
        unchecked: "Steps between two that measure each layer; 0 or off for never. Default: 10.",
        valueName: "n|off"
    )
    var inspectEvery: String?

    @Option(
        help: ArgumentHelp("What to do with a step that is not finite.", valueName: "continue|skip|pause"),
        completion: .list(LaunchOptions.policies)
    )
    var nonFinite: String?

    @OptionGroup var clipping: ClippingOptions

    private static let policies = ["continue", "skip", "pause"]

    /// Sets the variables that the Python client reads.
    ///
    /// - Throws: `BadInput` for an invalid value.
    func apply(to environment: inout ChildEnvironment) throws(BadInput) {
        if let name, holdsControls(name) || name.isEmpty {
            throw BadInput("--name needs a name without control characters")
        }
        if let optimizer, optimizer.isEmpty { throw BadInput("--optimizer needs the name of a class") }
        try check("--non-finite", nonFinite, isOneOf: Self.policies)
        try check("--clip", clipping.clip, isOneOf: Clip.allCases.map(\.rawValue))
        try check("--max-norm", clipping.maxNorm, "a number of 0 or more") { Double($0).map { $0 >= 0 } }
        try check("--snapshots", snapshots, "a finite number of megabytes, 0 or more") {
            Double($0).map { $0 >= 0 && $0 < .infinity }
        }
        try check("--inspect-every", inspectEvery, "a whole number of steps, 0 or off for never") {
            $0.lowercased() == "off" ? true : Int($0).map { $0 >= 0 }
        }
        let values = [
            ("NAME", name), ("OPTIMIZER", optimizer), ("SNAPSHOTS", snapshots), ("INSPECT_EVERY", inspectEvery),
            ("NON_FINITE", nonFinite), ("MAX_NORM", clipping.maxNorm), ("CLIP", clipping.clip),
        ]
        for (name, value) in values where value != nil { environment["TRIMTAB_\(name)"] = value }
    }

    /// Where the run is to be recorded: the path of a new or empty file, "off", or nil for the default.
    ///
    /// - Throws: `BadInput` for a path that cannot be used.
    func recordingPath() throws(BadInput) -> String? {
        guard let path = record ?? environmentValue("TRIMTAB_RECORD") else { return nil }
        if path.lowercased() == "off" { return "off" }
        try checkPath(path, of: "--record")
        guard !path.isEmpty, path != "-" else {
            throw BadInput("--record needs the name of a file, or off (--jsonl prints the events)")
        }
        if let there = fileStatus(path), there.st_size > 0 || there.kind != S_IFREG {
            throw BadInput("\(path) already exists; give another file, or delete it")
        }
        return path
    }

    private func check(_ option: String, _ value: String?, isOneOf choices: [String]) throws(BadInput) {
        try check(option, value, "one of \(choices.joined(separator: ", "))") { choices.contains($0) }
    }

    private func check(
        _ option: String,
        _ value: String?,
        _ what: String,
        _ isGood: (String) -> Bool?
    ) throws(BadInput) {
        guard let value, isGood(value) != true else { return }
        throw BadInput("\(option) must be \(what) (got \(value))")
    }
}
