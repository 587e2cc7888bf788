/// The training modes of a model and of each module within it.
struct Modes<Element: Scalar> {
    private let before: [(model: any Model<Element>, isTraining: Bool)]

    /// The present modes.
    init(of model: any Model<Element>) { before = Modes.all(model).map { ($0, $0.isTraining) } }

    /// Restores every mode. A module without a mode of its own is set to training.
    func restore() {
        before.first?.model.train(true)
        for (model, isTraining) in before where model.isTraining != isTraining { model.train(isTraining) }
    }

    /// The model and the modules within it, outermost first: setting a module's mode also sets those within it.
    private static func all(_ model: any Model<Element>) -> [any Model<Element>] {
        [model] + children(of: model).flatMap(all)
    }

    private static func children(of model: any Model<Element>) -> [any Model<Element>] {
        model.children.map { $0.module }
    }
}
