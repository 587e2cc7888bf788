import Telemetry

/// The load of the machine and of the run's process.
public struct SystemLoad: Equatable, Sendable {
    /// One graphics processor.
    public struct GPU: Equatable, Sendable {
        /// The share of the last interval in which it was busy, 0 to 1; nil if not reported.
        public var busy: Double?
        /// The memory in bytes; nil if not reported.
        public var memory: Use?
        /// The temperature in degrees Celsius; nil if not reported.
        public var temperature: Double?

        public init(busy: Double? = nil, memory: Use? = nil, temperature: Double? = nil) {
            (self.busy, self.memory, self.temperature) = (busy, memory, temperature)
        }
    }

    /// Used and total memory, in bytes.
    public struct Use: Equatable, Sendable {
        public var used: Int
        public var all: Int

        public init(_ used: Int, of all: Int) {
            (self.used, self.all) = (used, all)
        }
    }

    /// The share of time in which the processors were busy, 0 to 1; nil before the first measurement.
    public var busy: Double?
    /// The memory of the machine; nil if unknown.
    public var memory: Use?
    /// The number of processors that the process kept busy; nil for a process on another machine.
    public var processors: Double?
    /// The resident memory of the process in bytes; nil if unknown.
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

    /// Labels with figures, most important first; unknown ones are omitted.
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
