import CBenchmark
import Glibc
import Platform
import Telemetry

/// A program on a pseudoterminal: its output is counted, and keys can be pressed.
final class ScreenProgram {
    private let terminal: Int32
    private let process: pid_t
    private var isOver = false

    /// - Parameters:
    ///   - command: its path and arguments.
    ///   - input: its standard input; nil for the terminal.
    init(_ command: [String], columns: UInt16, rows: UInt16, input: Int32? = nil) throws {
        var name = [CChar](repeating: 0, count: 128)
        terminal = unsafe cb_open_terminal(columns, rows, &name, name.count)
        guard terminal >= 0 else {
            throw Trouble("there is no pseudo-terminal: \(systemMessage())", status: 2)
        }
        let path = String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        do throws(ProcessStartError) {
            // In a session of its own, the terminal it opens becomes its controlling terminal.
            process = try startProcess(
                command,
                environment: ChildEnvironment(
                    adding: ["TERM=xterm-256color", "LANG=C.UTF-8", "XDG_CONFIG_HOME=/dev/null"]
                ),
                descriptors: [
                    STDOUT_FILENO: .file(path, O_RDWR), STDIN_FILENO: .descriptor(input ?? STDOUT_FILENO),
                    STDERR_FILENO: .null,
                ],
                inNewSession: true
            )
        } catch {
            throw Trouble("cannot start \(command[0]): \(error)")
        }
    }

    deinit { end() }

    /// What it sends within a time.
    ///
    /// - Parameter seconds: the longest wait for the first bytes.
    /// - Returns: empty if there are none.
    func read(within seconds: Double) -> [UInt8] {
        var file = pollfd(fd: terminal, events: Int16(POLLIN), revents: 0)
        guard unsafe poll(&file, 1, Int32(seconds * 1000)) > 0 else { return [] }
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        let count = unsafe Glibc.read(terminal, &buffer, buffer.count)
        return Array(buffer.prefix(max(count, 0)))
    }

    /// The number of bytes that it sends until it has sent nothing for a while.
    func bytesUntilQuiet(for seconds: Double, atMost limit: Double = 30) -> Int {
        let end = monotonicSeconds() + limit
        var count = 0
        while monotonicSeconds() < end {
            let bytes = read(within: seconds)
            if bytes.isEmpty { break }
            count += bytes.count
        }
        return count
    }

    /// Reads until a text has been sent.
    ///
    /// - Returns: the seconds that took; nil if the text did not come.
    func secondsUntil(_ text: String, atMost limit: Double) -> Double? {
        let start = monotonicSeconds()
        var tail: [UInt8] = []
        while monotonicSeconds() < start + limit {
            tail += read(within: limit)
            if String(decoding: tail, as: UTF8.self).contains(text) { return monotonicSeconds() - start }
            tail = tail.suffix(4 * text.utf8.count)
        }
        return nil
    }

    func press(_ keys: String) {
        var bytes = Array(keys.utf8)
        _ = unsafe write(terminal, &bytes, bytes.count)
    }

    /// Bytes of memory in use.
    var memory: Int {
        let pages = kernelText("/proc/\(process)/statm")?.split(separator: " ").dropFirst().first.flatMap {
            Int($0)
        }
        return (pages ?? 0) * sysconf(Int32(_SC_PAGESIZE))
    }

    /// Processor seconds used so far.
    var processorSeconds: Double {
        let words = kernelText("/proc/\(process)/stat")?.split(separator: ")").last?.split(separator: " ") ?? []
        guard words.count > 12, let user = Double(words[11]), let system = Double(words[12]) else { return 0 }
        return (user + system) / Double(sysconf(Int32(_SC_CLK_TCK)))
    }

    func end() {
        guard !isOver else { return }
        isOver = true
        kill(process, SIGTERM)
        // It waits until the terminal has read its last output.
        let end = monotonicSeconds() + 10
        while waitpid(process, nil, WNOHANG) == 0 {
            _ = read(within: 0.05)
            if monotonicSeconds() > end { kill(process, SIGKILL) }
        }
        close(terminal)
    }
}
