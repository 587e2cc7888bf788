import Telemetry

/// How busy the machine is, and the process that is watched.
public struct SystemLoad: Equatable, Sendable {
    /// One graphics processor.
    public struct GPU: Equatable, Sendable {
        /// Share of the last interval in which it computed, from 0 to 1; nil where it is not reported.
        public var busy: Double?
        /// Bytes; nil where they are not reported.
        public var memory: Use?
        /// Degrees Celsius; nil where they are not reported.
        public var temperature: Double?

        public init(busy: Double? = nil, memory: Use? = nil, temperature: Double? = nil) {
            (self.busy, self.memory, self.temperature) = (busy, memory, temperature)
        }
    }

    /// Bytes in use, of all there are.
    public struct Use: Equatable, Sendable {
        public var used: Int
        public var all: Int

        public init(_ used: Int, of all: Int) {
            (self.used, self.all) = (used, all)
        }
    }

    /// Share of the time of all processors in which they computed, from 0 to 1; nil until it has been measured for a while.
    public var busy: Double?
    public var memory: Use?
    /// Processors that the process kept busy, from 0 to their number; nil for a process of another machine.
    public var processors: Double?
    /// Bytes of memory that the process has.
    public var residentBytes: Int?
    public var gpus: [GPU]

    public init(
        busy: Double? = nil,
        memory: Use? = nil,
        processors: Double? = nil,
        residentBytes: Int? = nil,
        gpus: [GPU] = []
    ) {
        (self.busy, self.memory, self.processors) = (busy, memory, processors)
        (self.residentBytes, self.gpus) = (residentBytes, gpus)
    }

    /// Labels with their figures, those that are wanted first in front; what is not known is left out.
    public var figures: [(label: String, value: String)] {
        var figures: [(String, String)] = []
        if let busy { figures.append(("cpu", NumberFormat.wholePercent(busy))) }
        for (index, gpu) in gpus.enumerated() {
            let parts = [
                gpu.busy.map(NumberFormat.wholePercent), gpu.memory.map(\.text),
                gpu.temperature.map { "\(NumberFormat.fixed($0, places: 0)) °C" },
            ]
            figures.append((gpus.count > 1 ? "gpu \(index)" : "gpu", parts.compactMap { $0 }.joined(separator: " ")))
        }
        if let memory { figures.append(("memory", memory.text)) }
        let process = [
            processors.map { "\(NumberFormat.fixed($0, places: 1)) cores" },
            residentBytes.map { NumberFormat.bytes(Double($0), digits: 3) },
        ]
        figures.append(("process", process.compactMap { $0 }.joined(separator: " ")))
        return figures.filter { !$0.1.isEmpty }.map { (label: $0.0, value: $0.1) }
    }

    /// All figures as one line.
    var line: String { figures.map { "\($0.label) \($0.value)" }.joined(separator: "  ") }
}

extension SystemLoad.Use {
    var text: String {
        "\(NumberFormat.bytes(Double(used), digits: 3)) of \(NumberFormat.bytes(Double(all), digits: 3))"
    }
}
