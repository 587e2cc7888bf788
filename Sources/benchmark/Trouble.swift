import ArgumentParser
import Glibc
import Platform
import Telemetry

/// Why a benchmark cannot run, or its result is invalid: one line with a remedy.
struct Trouble: Error, CustomStringConvertible {
    let description: String
    /// 2 if the request cannot be met, 1 if a side failed or the sides differ.
    let status: Int32

    init(_ description: String, status: Int32 = 1) {
        self.description = description
        self.status = status
    }
}

/// Runs a command's work; trouble, or a file that cannot be used, ends the program with its message and status.
func reportingTrouble(_ work: () throws -> Void) throws {
    do {
        try work()
    } catch let trouble as Trouble {
        warn(trouble.description)
        throw ExitCode(trouble.status)
    } catch let error as FileError {
        warn("\(error)")
        throw ExitCode(2)
    }
}

/// Writes a line to standard error.
func warn(_ text: String) { complain("benchmark: \(printable(text))") }

/// Writes lines to standard error, if there are any.
func complain(_ lines: String) {
    if !lines.isEmpty { write(lines + "\n", to: STDERR_FILENO) }
}

/// Writes a line to standard output at once.
func say(_ text: String) { write(text + "\n", to: STDOUT_FILENO) }

private func write(_ text: String, to descriptor: Int32) {
    var rest = Array(printableLines(text).utf8)[...]
    while !rest.isEmpty {
        let count = unsafe rest.withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) }
        guard count > 0 || errno == EINTR else { return }
        rest = rest.dropFirst(max(count, 0))
    }
}
