import ArgumentParser
import Glibc
import Links
import Platform
import Telemetry
import YAML

/// Input that cannot be used: one clear line on standard error, and exit code 2.
struct BadInput: Error, CustomStringConvertible {
    var description: String

    init(_ description: String) {
        self.description = description
    }
}

/// Runs a command's work; bad input, from the command line, a recipe or a file, ends the program with its message and exit
/// code 2.
func reportingBadInput<Value>(_ work: () throws -> Value) throws -> Value {
    do {
        return try work()
    } catch let error as DocumentError {
        for fault in error.faults { warn("\(fault)") }
        throw ExitCode(2)
    } catch let error where error is BadInput || error is FileError {
        warn("\(error)")
        throw ExitCode(2)
    }
}

/// Checks that a path can be printed on one line, and that the shell has expanded its ~.
///
/// - Parameter owner: what the path belongs to, such as an option.
/// - Throws: `BadInput` for a path with control characters or an unexpanded ~/.
func checkPath(_ path: String, of owner: String) throws(BadInput) {
    if path.isEmpty { throw BadInput("the path of \(owner) is empty") }
    if holdsControls(path) { throw BadInput("\(path): \(owner) must have a path without control characters") }
    // Shells do not expand a ~ after an equals sign, as in --record=~/file.
    if path.hasPrefix("~/"), unsafe access("~", F_OK) != 0 {
        throw BadInput("\(path): the shell has left ~ as it is; write $HOME\(path.dropFirst())")
    }
}

extension OutputFile {
    /// - Throws: `BadInput` if something could not be written, unless the reader is gone.
    func checkWritten() throws(BadInput) {
        if let failure, !failure.isReaderGone { throw BadInput(failure.sentence) }
    }
}

/// Writes a line to standard error; names and numbers in it may come from any file.
func warn(_ text: String) {
    OutputFile.standardError.print("trimtab: \(printable(text))")
}
