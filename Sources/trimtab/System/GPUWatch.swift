import Dashboard
import Glibc
import Platform

/// The machine's GPUs as `nvidia-smi` reports them every two seconds, if it is installed.
///
/// Its process runs as long as this object lives, and writes to a pipe that is read without blocking; if this program dies,
/// it ends at its next line.
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
        let words = ["nvidia-smi", "--query-gpu=\(GPUReading.query)", "--format=csv,noheader,nounits", "--loop=2"]
        let descriptors: KeyValuePairs<Int32, DescriptorTarget> =
            [STDIN_FILENO: .null, STDOUT_FILENO: .descriptor(ends[1]), STDERR_FILENO: .null]
        process = (try? startProcess(words, descriptors: descriptors)) ?? -1
    }

    deinit {
        if output >= 0 { close(output) }
        guard process > 0 else { return }
        kill(process, SIGKILL)
        _ = ProcessEnd(of: process)
    }

    /// The latest readings, in the order of the GPUs' indices.
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
            for line in lines.append(Array(bytes[..<count])) { apply(line) }
        }
    }

    private func apply(_ line: String) {
        guard let reading = GPUReading(line) else { return }
        var memory: SystemLoad.Use?
        if let used = reading.used, let total = reading.total { memory = SystemLoad.Use(used, of: total) }
        gpus[reading.index] = SystemLoad.GPU(busy: reading.busy, memory: memory, temperature: reading.temperature)
    }
}
