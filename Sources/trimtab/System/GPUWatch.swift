import Dashboard
import Glibc
import Platform

/// What `nvidia-smi` says of the machine's graphics processors every two seconds, where it is installed.
///
/// One process of it runs for as long as this object lives and writes into a pipe that is read without waiting; when this
/// program dies, it ends with its next line.
final class GPUWatch {
    private var process: pid_t = -1
    private var output: Int32 = -1
    private var lines = OutputLines()
    private var gpus: [Int: SystemLoad.GPU] = [:]

    init() {
        var ends: [Int32] = [-1, -1]
        guard unsafe pipe(&ends) == 0 else { return }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        _ = fcntl(ends[0], F_SETFL, O_NONBLOCK)
        defer { close(ends[1]) }
        output = ends[0]
        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        unsafe posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        unsafe posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO)
        unsafe posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0)
        var attributes = posix_spawnattr_t()
        unsafe posix_spawnattr_init(&attributes)
        defer { unsafe posix_spawnattr_destroy(&attributes) }
        // What this program ignores, others must not inherit: a closed pipe ends it.
        var defaults = sigset_t()
        unsafe sigemptyset(&defaults)
        unsafe sigaddset(&defaults, SIGPIPE)
        unsafe posix_spawnattr_setsigdefault(&attributes, &defaults)
        unsafe posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF))
        let words = ["nvidia-smi", "--query-gpu=\(GPUReading.query)", "--format=csv,noheader,nounits", "--loop=2"]
        var arguments = unsafe words.map { unsafe strdup($0) } + [nil]
        defer { unsafe arguments.forEach { unsafe free($0) } }
        if unsafe posix_spawnp(&process, words[0], &actions, &attributes, &arguments, environ) != 0 { process = -1 }
    }

    deinit {
        if output >= 0 { close(output) }
        guard process > 0 else { return }
        kill(process, SIGKILL)
        waitpid(process, nil, 0)
    }

    /// The cards as they were last reported, in the order of their numbers.
    var latest: [SystemLoad.GPU] {
        read()
        return gpus.sorted { $0.key < $1.key }.map(\.value)
    }

    private func read() {
        guard output >= 0 else { return }
        var bytes = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = unsafe Glibc.read(output, &bytes, bytes.count)
            guard count > 0 else { break }
            for line in lines.append(Array(bytes[..<count])) { take(line) }
        }
    }

    private func take(_ line: String) {
        guard let reading = GPUReading(line) else { return }
        var memory: SystemLoad.Use?
        if let used = reading.used, let all = reading.all { memory = SystemLoad.Use(used, of: all) }
        gpus[reading.index] = SystemLoad.GPU(busy: reading.busy, memory: memory, temperature: reading.temperature)
    }
}
