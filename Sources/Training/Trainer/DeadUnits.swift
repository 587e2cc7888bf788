import CKernels
import Telemetry

/// Units after a ReLU that are 0 for every example of a step: they propagate no gradient and rarely recover.
///
/// A unit is one index of the last axis, or a whole channel of images [batch, channels, height, width].
struct DeadUnits<Element: Scalar> {
    private struct Layer {
        let name: String
        /// The sum of each unit's outputs, none of which is negative.
        let sums: Storage<Element>

        /// A unit whose sum is NaN is not dead.
        var deadCount: Int { unsafe sums.count - Int(Kernels.measureOf(CK_COUNT_OF_NONZERO, sums.read, 0, sums.count)) }
    }

    private var layers: [Layer] = []
    private let parameters: [NamedParameter<Element>]

    /// - Parameter parameters: their names make those of the layers.
    init(parameters: [NamedParameter<Element>]) { self.parameters = parameters }

    /// Examines every ReLU that a loss was computed through, before the backward pass frees its graph; called once for each
    /// batch of a step.
    mutating func examine(_ loss: Tensor<Element>) {
        for (index, output) in loss.rectifiedTensors().enumerated() {
            let isSeen = index < layers.count
            if !isSeen {
                layers.append(Layer(name: name(of: output), sums: Storage(count: output.unitCount)))
            }
            output.sumUnits(into: layers[index].sums, adds: isSeen)
        }
    }

    /// The share of dead units over all layers; nil without ReLUs.
    var share: Double? {
        let units = layers.reduce(0) { $0 + $1.sums.count }
        return units == 0 ? nil : Double(layers.reduce(0) { $0 + $1.deadCount }) / Double(units)
    }

    /// The share of each layer.
    var shares: [NamedNumber] {
        layers.map { NamedNumber($0.name, Double($0.deadCount) / Double(max($0.sums.count, 1))) }
    }

    /// The name of the nearest layer with weights before a ReLU, with a number where that layer has several.
    private func name(of output: Tensor<Element>) -> String {
        let name = nearestLayer(before: output) ?? "relu"
        let others = layers.count { $0.name == name || $0.name.hasPrefix(name + " ") }
        return others == 0 ? name : "\(name) \(others + 1)"
    }

    private func nearestLayer(before output: Tensor<Element>) -> String? {
        var reached = [output]
        var next = 0
        while next < reached.count {
            if let parameter = parameters.first(where: { $0.tensor === reached[next] }) {
                return LayerNorms.layer(ofParameter: parameter.name)
            }
            reached.append(contentsOf: reached[next].node?.inputs ?? [])
            next += 1
        }
        return nil
    }
}

extension Tensor {
    /// The results of all ReLUs that this tensor was computed through, the earliest first.
    fileprivate func rectifiedTensors() -> [Tensor] {
        var seen: Set<ObjectIdentifier> = []
        var found: [Tensor] = []
        var path: [(tensor: Tensor, next: Int)] = [(self, 0)]
        while let (tensor, next) = path.last {
            guard let node = tensor.node, next < node.inputs.count else {
                if tensor.node?.isRectified == true { found.append(tensor) }
                path.removeLast()
                continue
            }
            path[path.count - 1].next += 1
            let input = node.inputs[next]
            if input.node != nil, seen.insert(ObjectIdentifier(input)).inserted { path.append((input, 0)) }
        }
        return found
    }

    fileprivate var isImages: Bool { shape.count == 4 }

    fileprivate var unitCount: Int { isImages ? shape[1] : shape.last ?? 1 }

    /// Sums the outputs of each unit over all examples and positions.
    fileprivate func sumUnits(into sums: Storage<Element>, adds: Bool) {
        let type = Element.kernelType
        guard isImages else {
            let rows = count / Swift.max(unitCount, 1)
            return unsafe ck_sum_axis(type, storage.read, sums.pointer, 1, rows, unitCount, 1, adds)
        }
        let (channels, pixels) = (shape[0] * shape[1], shape[2] * shape[3])
        let each = Storage<Element>(count: channels)
        unsafe ck_sum_axis(type, storage.read, each.pointer, channels, pixels, 1, 1, false)
        unsafe ck_sum_axis(type, each.read, sums.pointer, 1, shape[0], shape[1], 1, adds)
    }
}

extension Node {
    /// Whether the operation is a ReLU or ends with one.
    fileprivate var isRectified: Bool {
        let name = operation.description
        return name == "relu" || name.hasSuffix(" relu")
    }
}
