import Foundation

/// The Python named by TRIMTAB_PYTHON, or `python3` in PATH, where it can import these modules; nil elsewhere.
public func python(importing modules: String) -> String? {
    let python = ProcessInfo.processInfo.environment["TRIMTAB_PYTHON"] ?? "python3"
    let found = try? finish([python, "-c", "import \(modules)"], scratch: FileManager.default.temporaryDirectory)
    return found?.status == 0 ? python : nil
}
