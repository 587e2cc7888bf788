import CBenchmark
import Glibc
import Platform

/// Runs a program to its end.
///
/// - Parameters:
///   - environment: lines NAME=VALUE on top of this process's own.
///   - isSilent: drops its output, which otherwise goes to standard error.
/// - Returns: whether it succeeded.
func runProgram(_ command: [String], environment: [String] = [], isSilent: Bool = false) -> Bool {
    let output: DescriptorTarget = isSilent ? .null : .descriptor(STDERR_FILENO)
    guard
        let process = try? startProcess(
            command,
            environment: ChildEnvironment(adding: environment),
            descriptors: [STDIN_FILENO: .null, STDOUT_FILENO: output]
        )
    else { return false }
    return ProcessEnd(of: process) == .code(0)
}
