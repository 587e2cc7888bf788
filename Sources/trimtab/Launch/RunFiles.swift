import Glibc
import Links
import Platform

/// What a program that is started leaves behind: the recording of its run, and a file with its own output.
struct RunFiles {
    /// Where the run is recorded, from the root; nil for nowhere.
    let recording: String?
    /// Where the program's own output goes when there is a dashboard in its place, from the root.
    let log: String

    /// - Parameters:
    ///   - recording: the path that the operator gave, or "off"; nil for the usual place.
    ///   - name: the run's name.
    ///   - launch: by which the program's runs are known.
    init(recording: String?, name: String, launch: String) {
        let usual = Self.usualPath("\(RunAddress.reduced(name))-\(Self.timestamp())-\(launch)")
        switch recording {
        case nil: (self.recording, log) = (usual + ".jsonl", usual + ".log")
        case "off": (self.recording, log) = (nil, usual + ".log")
        case let path?:
            // The program may go to another folder before its run begins.
            self.recording = absolutePath(path)
            log = absolutePath(path.hasSuffix(".jsonl") ? String(path.dropLast(6)) : path) + ".log"
        }
    }

    /// The folder `trimtab-runs` where the program starts, or one of the user's own where that cannot be written.
    private static func usualPath(_ name: String) -> String {
        let here = absolutePath("trimtab-runs")
        if unsafe isFolder(here) ? access(here, W_OK) == 0 : access(".", W_OK) == 0 { return "\(here)/\(name)" }
        return "\(stateFolder() ?? "")/trimtab/\(name)"
    }

    /// The time of day, as the Python client writes it.
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

/// A path that leads to the same place from every folder.
func absolutePath(_ path: String) -> String {
    guard !path.hasPrefix("/"), let folder = unsafe getcwd(nil, 0) else { return path }
    defer { unsafe free(folder) }
    return unsafe "\(String(cString: folder))/\(path)"
}
