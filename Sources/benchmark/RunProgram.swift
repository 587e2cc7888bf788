import CBenchmark
import Glibc

/// Runs a program to its end.
///
/// - Parameters:
///   - environment: lines NAME=VALUE on top of this process's own.
///   - isSilent: leaves out what it says on standard output, which otherwise goes to standard error.
/// - Returns: whether it succeeded.
func runProgram(_ command: [String], environment: [String] = [], isSilent: Bool = false) -> Bool {
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    unsafe posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
    if isSilent {
        unsafe posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0)
    } else {
        unsafe posix_spawn_file_actions_adddup2(&actions, STDERR_FILENO, STDOUT_FILENO)
    }
    let words = unsafe (["/usr/bin/env"] + environment + command).map { unsafe strdup($0) } + [nil]
    defer { unsafe words.forEach { unsafe free($0) } }
    var process = pid_t()
    guard unsafe posix_spawn(&process, "/usr/bin/env", &actions, nil, words, cb_environment()) == 0 else {
        return false
    }
    var status: Int32 = 0
    while unsafe waitpid(process, &status, 0) < 0 && errno == EINTR {}
    return status == 0
}
