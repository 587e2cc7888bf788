import CBenchmark
import Comparison
import Glibc
import Platform

/// A process that runs one side of one workload, and sleeps until it is asked.
@safe final class WorkerProcess {
    /// Its name in the table.
    let name: String
    /// The library and version it runs on.
    private(set) var version = ""
    let process: pid_t
    private let requests: Int32
    private let answers: UnsafeMutablePointer<FILE>

    /// Starts it on a number of cores and waits until it is ready.
    ///
    /// - Parameter environment: lines NAME=VALUE on top of this process's own.
    init(_ name: String, _ command: [String], environment: [String] = [], cores: Int) throws {
        self.name = name
        var (down, up): ([Int32], [Int32]) = ([0, 0], [0, 0])
        guard unsafe pipe(&down) == 0, unsafe pipe(&up) == 0 else {
            throw Trouble("cannot make a pipe: \(systemMessage())")
        }
        // No other worker may inherit an end and keep it open.
        for end in down + up { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        guard cb_keep_to_cores(Int32(cores)) else { throw Trouble("there are not \(cores) cores", status: 2) }
        defer { _ = cb_keep_to_cores(0) }
        defer {
            close(down[0])
            close(up[1])
        }
        do throws(ProcessStartError) {
            process = try startProcess(
                command,
                environment: ChildEnvironment(adding: environment),
                descriptors: [STDIN_FILENO: .descriptor(down[0]), STDOUT_FILENO: .descriptor(up[1])]
            )
        } catch {
            throw Trouble("cannot start \(name): \(error)")
        }
        requests = down[1]
        unsafe answers = unsafe fdopen(up[0], "r")
        guard case .ready(let version) = try nextReply() else {
            throw Trouble("\(name) did not begin as a worker does")
        }
        self.version = version
    }

    deinit { end() }

    /// Sends a request and waits for the answer.
    func ask(_ request: Request) throws -> Reply {
        let line = Array((request.line + "\n").utf8)
        guard unsafe write(requests, line, line.count) == line.count else {
            throw Trouble("\(name) does not read any more (\(request.line))")
        }
        return try nextReply()
    }

    /// Ends the process and waits for it.
    func end() {
        guard !hasEnded else { return }
        hasEnded = true
        close(requests)
        _ = ProcessEnd(of: process)
        unsafe fclose(answers)
    }

    private var hasEnded = false

    private func nextReply() throws -> Reply {
        var line: UnsafeMutablePointer<CChar>?
        var capacity = 0
        defer { unsafe free(line) }
        guard unsafe getline(&line, &capacity, answers) > 0, let line = unsafe line else {
            throw Trouble("\(name) ended without an answer; what it said is above")
        }
        let text = unsafe String(cString: line).split(separator: "\n").first.map(String.init) ?? ""
        guard let reply = Reply(line: text) else { throw Trouble("\(name) answered '\(text.prefix(200))'") }
        if case .failed(let reason) = reply { throw Trouble("\(name): \(reason)") }
        return reply
    }
}

extension WorkerProcess {
    /// Makes weights and batches; returns the number of parameters.
    func load() throws -> Int {
        guard case .loaded(let parameters) = try ask(.load) else { throw confused("load") }
        return parameters
    }

    /// The result of each of the first steps, followed by how far they moved the weights.
    func check(steps: Int) throws -> [Double] {
        guard case .values(let values) = try ask(.check(steps: steps)), values.count == steps + 1 else {
            throw confused("check")
        }
        return values
    }

    /// Trains until the loss of each batch is low enough; returns how many steps that took.
    func converge(below loss: Double) throws -> Int {
        guard case .converged(let steps) = try ask(.converge(below: loss)) else { throw confused("converge") }
        return steps
    }

    func time(_ operation: String, blocks: Int, steps: Int) throws -> [Double] {
        guard case .times(let times) = try ask(.time(operation: operation, blocks: blocks, steps: steps)),
            times.count == blocks
        else { throw confused("time") }
        return times
    }

    /// In KiB: the peak since the load, and what the process held before it.
    func memory() throws -> (peak: Int, start: Int) {
        guard case .memory(let peak, let start) = try ask(.memory) else { throw confused("memory") }
        return (peak, start)
    }

    /// The kernels that its libraries chose.
    func kernels() throws -> String {
        guard case .kernels(let names) = try ask(.kernels) else { throw confused("kernels") }
        return names
    }

    /// Heap calls in a number of steps; nil if they cannot be counted.
    func allocations(steps: Int) throws -> Int? {
        guard case .allocations(let count) = try ask(.allocations(steps: steps)) else { throw confused("allocations") }
        return count
    }

    private func confused(_ request: String) -> Trouble {
        Trouble("\(name) gave another answer than one to \(request)")
    }

    /// Seconds of processor time it has used so far, to 10 ms.
    var processorSeconds: Double {
        // The name in parentheses may contain spaces.
        guard let text = kernelText("/proc/\(process)/stat"), let bracket = text.lastIndex(of: ")") else { return 0 }
        let words = text[bracket...].split(separator: " ")
        guard words.count > 13, let user = Double(words[12]), let system = Double(words[13]) else { return 0 }
        return (user + system) / Double(sysconf(Int32(_SC_CLK_TCK)))
    }
}
