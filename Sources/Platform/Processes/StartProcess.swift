package import Glibc

/// What a descriptor of a new process refers to.
package enum DescriptorTarget: Sendable {
    /// A file, opened with these flags of open(2).
    case file(String, Int32)
    /// The same as a descriptor of this process, or as one set earlier.
    case descriptor(Int32)

    /// Empty input; output is dropped.
    package static var null: Self { .file("/dev/null", O_RDWR) }
}

/// Why a process could not be started.
package struct ProcessStartError: Error, CustomStringConvertible {
    /// The system's error number.
    package let code: Int32

    package var description: String { systemMessage(code) }
}

/// Starts a program.
///
/// It does not inherit blocked signals, nor that SIGPIPE and SIGXFSZ are ignored.
///
/// - Parameters:
///   - words: its name, looked up in PATH as a shell does, and its arguments.
///   - environment: its variables; default: those of this process.
///   - descriptors: set in this order; the others are inherited unless they close on exec.
///   - inNewSession: whether it gets its own session, so that it outlives this process and its terminal.
/// - Returns: its process ID.
package func startProcess(
    _ words: [String],
    environment: ChildEnvironment = ChildEnvironment(),
    descriptors: KeyValuePairs<Int32, DescriptorTarget> = [:],
    inNewSession: Bool = false
) throws(ProcessStartError) -> pid_t {
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    for (descriptor, target) in descriptors {
        switch target {
        case .file(let path, let flags):
            unsafe posix_spawn_file_actions_addopen(&actions, descriptor, path, flags, 0)
        case .descriptor(let original):
            unsafe posix_spawn_file_actions_adddup2(&actions, original, descriptor)
        }
    }
    var attributes = posix_spawnattr_t()
    unsafe posix_spawnattr_init(&attributes)
    defer { unsafe posix_spawnattr_destroy(&attributes) }
    var signals = sigset_t()
    unsafe sigemptyset(&signals)
    unsafe posix_spawnattr_setsigmask(&attributes, &signals)
    for number in signalsIgnoredHere { unsafe sigaddset(&signals, number) }
    unsafe posix_spawnattr_setsigdefault(&attributes, &signals)
    let flags = POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK | (inNewSession ? newSession : 0)
    unsafe posix_spawnattr_setflags(&attributes, Int16(flags))

    var process = pid_t()
    let failure = unsafe withCStrings(words.cStrings) { words in
        unsafe withCStrings(environment.entries) { variables in
            unsafe posix_spawnp(&process, words[0]!, &actions, &attributes, words, variables)
        }
    }
    guard failure == 0 else { throw ProcessStartError(code: failure) }
    return process
}

/// Replaces this process with another program, which keeps its ID, descriptors and variables.
///
/// - Parameter words: its name, looked up in PATH as a shell does, and its arguments.
package func replaceThisProcess(with words: [String]) throws(ProcessStartError) -> Never {
    for number in signalsIgnoredHere { signal(number, SIG_DFL) }
    let code = unsafe withCStrings(words.cStrings) { words in
        unsafe execvp(words[0]!, words)
        return errno
    }
    throw ProcessStartError(code: code)
}

/// Signals that this program ignores but others expect to receive.
private let signalsIgnoredHere = [SIGPIPE, SIGXFSZ]

/// glibc's POSIX_SPAWN_SETSID, a GNU extension that Swift does not import.
private let newSession: Int32 = 0x80

/// Passes strings, each with its NUL, in the form that execve(2) expects.
private func withCStrings<Result>(
    _ strings: [[CChar]],
    _ use: ([UnsafeMutablePointer<CChar>?]) -> Result
) -> Result {
    let copies = unsafe strings.map { string in
        unsafe string.withUnsafeBufferPointer { unsafe strdup($0.baseAddress!) }
    }
    defer { unsafe copies.forEach { unsafe free($0) } }
    return unsafe use(copies + [nil])
}

extension [String] {
    fileprivate var cStrings: [[CChar]] { map { [CChar]($0.utf8CString) } }
}
