import CBenchmark
import Glibc

/// The peers' libraries, in the versions that `requirements.txt` pins.
enum PythonEnvironment {
    /// A Python that has them; made and filled when it is not there yet.
    static func python() throws -> String {
        let (folder, list) = ("\(Checkout.cache)/python", "\(Checkout.peers)/requirements.txt")
        let (python, mark) = ("\(folder)/bin/python", "\(folder)/installed.txt")
        let wanted = try fileText(list)
        if let installed = try? fileText(mark), installed == wanted { return python }

        warn("installing \(wanted.split(separator: "\n").joined(separator: ", ")) in \(folder); it takes some minutes")
        guard run(["python3", "-m", "venv", folder]) else {
            throw Trouble(
                "python3 cannot make a virtual environment; install Python 3.11 or newer with its venv module",
                status: 2
            )
        }
        guard run([python, "-m", "pip", "install", "--quiet", "-r", list]) else {
            throw Trouble(
                """
                pip could not install the peers. PyTorch's builds for the CPU (+cpu) are in PyTorch's own index, \
                which PIP_EXTRA_INDEX_URL has to name
                """,
                status: 2
            )
        }
        try writeFile(mark, wanted)
        return python
    }

    /// Runs a program to its end, with what it says on standard error; whether it succeeded.
    private static func run(_ command: [String]) -> Bool {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, STDERR_FILENO, STDOUT_FILENO)
        let words = (["/usr/bin/env"] + command).map { strdup($0) } + [nil]
        defer { words.forEach { free($0) } }
        var process = pid_t()
        guard posix_spawn(&process, "/usr/bin/env", &actions, nil, words, cb_environment()) == 0 else { return false }
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0 && errno == EINTR {}
        return status == 0
    }
}
