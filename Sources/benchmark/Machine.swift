import Comparison
import Glibc
import Platform
import Telemetry

/// The machine that the benchmark ran on, and the date.
struct Machine {
    private let processor: ProcessorName
    private let cores = sysconf(Int32(_SC_NPROCESSORS_ONLN))
    private let date: String

    init() {
        processor = ProcessorName(cpuinfo: kernelText("/proc/cpuinfo") ?? "")
        var (now, fields) = unsafe (time(nil), tm())
        unsafe gmtime_r(&now, &fields)
        var text = [CChar](repeating: 0, count: 64)
        unsafe strftime(&text, text.count, "%e %B %Y", &fields)
        date = String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    /// The command, the day and the machine.
    var heading: String {
        // The table's destination does not affect the measurement.
        var words = Array(CommandLine.arguments.dropFirst())
        for option in ["--markdown", "--section"] {
            if let place = words.firstIndex(of: option) {
                words.removeSubrange(place...min(place + 1, words.count - 1))
            }
        }
        return """
            `swift run -c release benchmark \(words.joined(separator: " "))`, \(date.drop { $0 == " " }), \
            \(processor.description), \(NumberFormat.plural(cores, "core")).
            """
    }

    /// The paragraph above the table.
    func sentence(_ measurements: [Measurement], programs: [String], minutes: Double) -> String {
        var speeds: [String] = []
        for threads in Set(measurements.map(\.threads)).sorted() {
            let all = measurements.filter { $0.threads == threads }.flatMap(\.speeds)
            func median(_ figure: (Speed) -> Double) -> String {
                NumberFormat.compact(Spread(all.map { figure($0) / 1e9 }).median, digits: 3)
            }
            speeds.append(
                """
                on \(NumberFormat.plural(threads, "thread")) \(median(\.flops)) GFLOP/s, reading \(median(\.read)), copying \
                \(median(\.copy)), updating \(median(\.update)) GB/s
                """
            )
        }
        let load = Spread(measurements.map(\.otherLoad))
        return """
            \(heading) It took \(NumberFormat.fixed(minutes, places: 1)) minutes. \
            Programs and their kernels: \(programs.joined(separator: "; ")). The machine could do, \
            \(speeds.joined(separator: "; ")). Other programs kept \
            \(NumberFormat.compact(load.median, digits: 2)) cores busy meanwhile, at most \(NumberFormat.compact(load.high, digits: 2)).

            """
    }
}
