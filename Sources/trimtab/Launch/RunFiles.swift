import Glibc
import Links
import Platform

/// The files that a launched program leaves: the recording of its run, and its own output.
struct RunFiles {
    /// The absolute path of the recording; nil for none.
    let recording: String?
    /// The absolute path for the program's own output while a dashboard is shown.
    let log: String

    /// - Parameters:
    ///   - recording: the path that the operator gave, or "off"; nil for the default.
    ///   - name: the run's name.
    ///   - launch: identifies the program's runs.
    init(recording: String?, name: String, launch: String) {
        let usual = Self.usualPath("\(RunAddress.reduced(name))-\(Self.timestamp())-\(launch)")
        switch recording {
        case nil: (self.recording, log) = (usual + ".jsonl", usual + ".log")
        case "off": (self.recording, log) = (nil, usual + ".log")
        case let path?:
            // The program may change its working directory before its run begins.
            self.recording = absolutePath(path)
            log = absolutePath(path.hasSuffix(".jsonl") ? String(path.dropLast(6)) : path) + ".log"
        }
    }

    /// A path in the folder `trimtab-runs` of the working directory, or in the user's state folder if that is not writable.
    private static func usualPath(_ name: String) -> String {
        let here = absolutePath("trimtab-runs")
        if unsafe isFolder(here) ? access(here, W_OK) == 0 : access(".", W_OK) == 0 { return "\(here)/\(name)" }
        return "\(stateFolder() ?? "")/trimtab/\(name)"
    }

    /// The date and time, as the Python client writes them.
    private static func timestamp() -> String {
        var (now, parts) = unsafe (time(nil), tm())
        unsafe localtime_r(&now, &parts)
        let numbers = unsafe [parts.tm_mon + 1, parts.tm_mday, parts.tm_hour, parts.tm_min, parts.tm_sec].map {
            number in
            number < 10 ? "0\(number)" : "\(number)"
        }
        return unsafe "\(parts.tm_year + 1900)\(numbers[0])\(numbers[1])-\(numbers[2...].joined())"
    }
}

/// The absolute form of a path.
func absolutePath(_ path: String) -> String {
    guard !path.hasPrefix("/"), let folder = unsafe getcwd(nil, 0) else { return path }
    defer { unsafe free(folder) }
    return unsafe "\(String(cString: folder))/\(path)"
}
