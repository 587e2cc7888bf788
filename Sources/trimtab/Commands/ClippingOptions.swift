import ArgumentParser
import Telemetry

/// How gradients are clipped from the first step on.
struct ClippingOptions: ParsableArguments {
    @Option(unchecked: "Initial clipping threshold.", valueName: "x")
    var maxNorm: String?

    @Option(
        unchecked: "Initial kind of clipping.",
        valueName: "norm|value|none",
        completion: .list(Clip.allCases.map(\.rawValue))
    )
    var clip: String?
}
