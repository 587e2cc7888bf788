import Glibc
import Platform

/// Why a program cannot be started: a line with a remedy, and the exit code that a shell would report.
struct StartError: Error, CustomStringConvertible {
    let description: String
    let exitCode: Int32

    /// - Parameters:
    ///   - words: the program and its arguments.
    ///   - code: the system's error.
    init(_ words: [String], _ code: Int32) {
        let name = words[0]
        exitCode = code == ENOENT ? 127 : 126
        description = "cannot start \(name): \(systemMessage(code))\(Self.cure(name, words, code))"
    }

    private static func cure(_ name: String, _ words: [String], _ code: Int32) -> String {
        let isScript = name.hasSuffix(".py")
        let isThere = unsafe access(name, F_OK) == 0
        switch code {
        case ENOENT where isScript && isThere, EACCES where isScript && isThere: return "; write python \(name)"
        case ENOENT where name.contains("/") && isThere: return "; the program named in its first line is missing"
        case ENOENT where name == "python" && isInPath("python3"): return "; there is python3"
        case ENOENT where name.contains(" "): return "; give a program and its arguments as separate words"
        case EACCES where (try? folderExists(name)) == true: return "; it is a folder"
        case EACCES where isThere: return "; if it is a program, chmod +x \(name)"
        case ENOEXEC: return "; a script needs a first line such as #!/bin/sh"
        default: return ""
        }
    }

    private static func isInPath(_ name: String) -> Bool {
        (environmentValue("PATH") ?? "").split(separator: ":").contains { unsafe access("\($0)/\(name)", X_OK) == 0 }
    }
}
