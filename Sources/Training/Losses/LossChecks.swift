/// Traps unless prediction and target have one shape.
func requireEqualShapes<Element>(_ name: StaticString, _ prediction: Tensor<Element>, _ target: Tensor<Element>) {
    guard prediction.shape == target.shape else {
        shapeError(name.description, prediction.shape, target.shape, "the shapes must be equal")
    }
}

/// The weights of the classes, 1 for each when nil; traps unless there is one for each class.
func checkedWeights<Element: Scalar>(_ name: String, _ weights: [Element]?, _ shape: [Int]) -> [Element] {
    guard let weights else { return Array(repeating: 1, count: shape[1]) }
    guard weights.count == shape[1] else {
        shapeError(name, shape, [weights.count], "expected a weight for each of \(shape[1]) classes")
    }
    return weights
}
