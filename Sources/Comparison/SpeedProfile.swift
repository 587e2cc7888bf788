import Telemetry

/// How fast a run went in each tenth of its steps.
public struct SpeedProfile: Equatable, Sendable {
    /// Steps per second.
    public let tenths: [Double]

    /// - Parameter times: seconds at the start, and then at the end of each tenth.
    public init?(steps: Int, times: [Double]) {
        guard times.count == 11, zip(times, times.dropFirst()).allSatisfy(<) else { return nil }
        tenths = zip(times, times.dropFirst()).map { Double(steps) / 10 / ($1 - $0) }
    }

    /// The speed of the last tenth over that of the first.
    public var slope: Double { tenths[9] / tenths[0] }

    /// Whether the last tenth is as fast as the first, within 10 %.
    public var isLevel: Bool { slope >= 0.9 }

    /// A line of the table under `markdownHead`.
    public func row(_ name: String) -> String {
        let cells = [name] + tenths.map { NumberFormat.rate($0) } + ["**\(times(slope))**"]
        return "| " + cells.joined(separator: " | ") + " |"
    }

    public static let markdownHead =
        "| run | " + (1...10).map { "\($0)" }.joined(separator: " | ") + " | last ÷ first |\n"
        + "|" + String(repeating: "---|", count: 12)
}
