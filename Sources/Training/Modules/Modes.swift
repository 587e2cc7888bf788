/// Whether a model, and each of the modules within it, is being trained or used.
struct Modes<Element: Scalar> {
    private let before: [(model: any Model<Element>, isTraining: Bool)]

    /// The modes as they are now.
    init(of model: any Model<Element>) { before = Modes.all(model).map { ($0, $0.isTraining) } }

    /// Restores every mode. A module without a mode of its own is set to training.
    func restore() {
        before.first?.model.train(true)
        for (model, isTraining) in before where model.isTraining != isTraining { model.train(isTraining) }
    }

    /// The model and the modules within it, from the outside in: what a mode does to those within comes before theirs.
    private static func all(_ model: any Model<Element>) -> [any Model<Element>] {
        [model] + children(of: model).flatMap(all)
    }

    private static func children(of model: any Model<Element>) -> [any Model<Element>] {
        model.children.map { $0.module }
    }
}
