import ArgumentParser
import Glibc
import Telemetry

/// Input that cannot be used: one clear line on standard error, and exit code 2.
struct BadInput: Error, CustomStringConvertible {
    var description: String

    init(_ description: String) {
        self.description = description
    }
}

/// Runs a command's work; bad input ends the program with its sentence and exit code 2.
func reportingBadInput<Value>(_ work: () throws -> Value) throws -> Value {
    do {
        return try work()
    } catch let error as BadInput {
        warn(error.description)
        throw ExitCode(2)
    }
}

/// Writes a line to standard error; names and numbers in it may come from any file.
func warn(_ text: String) {
    let line = Array("trimtab: \(printable(text))\n".utf8)
    _ = line.withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
}
