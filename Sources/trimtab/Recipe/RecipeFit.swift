import Training

/// Whether what a recipe says in one place goes with what it says in another.
extension Recipe {
    /// What the data of a kind is, and the models that learn it.
    private var inputs: (are: String, models: [String]) {
        switch data {
        case .csv, .idx: ("rows", ["mlp", "cnn"])
        case .text: ("texts", ["rnn", "lstm", "gru", "transformer"])
        case .temporalOrder, .adding: ("sequences", ["rnn", "lstm", "gru"])
        }
    }

    func checkThatPartsFit() throws(RecipeError) {
        try checkModel()
        try checkLengths()
        try checkLoss()
        try checkPoison()
        let kind = values.text("data.kind")
        if case .plateau = schedule, ["csv", "text"].contains(kind) {
            let key = kind == "csv" ? "data.test" : "data.validation"
            guard values.number(key) > 0 else {
                throw values.error(
                    at: "schedule.kind",
                    message: "schedule.kind plateau goes by evaluations, but \(key) keeps nothing back"
                )
            }
        }
    }

    private func checkModel() throws(RecipeError) {
        let (kind, model) = (values.text("data.kind"), values.text("model.kind"))
        let (are, models) = inputs
        guard models.contains(model) else {
            let learns =
                switch model {
                case "mlp", "cnn": "rows"
                case "transformer": "texts"
                default: "sequences and texts"
                }
            throw values.error(
                at: "model.kind",
                message:
                    "model.kind \(model) learns \(learns), data.kind \(kind) has \(are) (use \(alternatives(models)))"
            )
        }
        if case .recurrent(let choice) = self.model, choice.embedding > 0, kind != "text" {
            throw values.error(
                at: "model.embedding",
                message: "model.embedding is for the characters of a text, data.kind \(kind) has numbers"
            )
        }
        if case .text(_, _, _, isSequential: true) = data, model == "transformer" {
            throw values.error(
                at: "data.windows",
                message: "data.windows sequential is for models that carry a state, model.kind transformer has none "
                    + "(use random)"
            )
        }
        if case .csv = data, case .cnn(let cnn) = self.model, cnn.image == nil {
            throw values.error(
                at: "model",
                message: "model.image is missing: how are the rows of data.kind csv images?"
            )
        }
    }

    private func checkLengths() throws(RecipeError) {
        let least: Int
        switch data {
        case .temporalOrder(let length, _) where length < TemporalOrder.minimumLength:
            least = TemporalOrder.minimumLength
        case .adding(let length, _) where length < AddingProblem.minimumLength: least = AddingProblem.minimumLength
        default: return
        }
        throw values.error(
            at: "data.length",
            message: "data.length must be at least \(least) for \(values.text("data.kind")) "
                + "(got \(values.whole("data.length")))"
        )
    }

    private func checkLoss() throws(RecipeError) {
        let losses: [String]
        switch data {
        case .csv: return
        case .idx, .text, .temporalOrder: losses = ["cross_entropy"]
        case .adding: losses = ["mse", "l1", "smooth_l1", "huber"]
        }
        let kind = values.text("loss.kind")
        guard losses.contains(kind) else {
            throw values.error(
                at: "loss.kind",
                "loss",
                "data.kind",
                message: "loss.kind \(kind) does not go with data.kind \(values.text("data.kind")) "
                    + "(use \(alternatives(losses)))"
            )
        }
    }

    private func checkPoison() throws(RecipeError) {
        guard let poison else { return }
        let kind = values.text("loss.kind")
        if poison.labels == .wrong, !loss.learnsClasses {
            throw values.error(
                at: "data.poison.labels",
                message: "data.poison.labels wrong needs classes, loss.kind \(kind) has none"
            )
        }
        if poison.labels == .ignored, kind != "cross_entropy" {
            throw values.error(
                at: "data.poison.labels",
                message: "data.poison.labels ignored needs loss.kind cross_entropy (got \(kind))"
            )
        }
        if poison.scale != 1, case .text = data {
            throw values.error(
                at: "data.poison.scale",
                message: "data.poison.scale is for inputs that are numbers, data.kind text has characters"
            )
        }
    }
}

/// "a", "a or b", "a, b or c".
private func alternatives(_ words: [String]) -> String {
    guard words.count > 1, let last = words.last else { return words.first ?? "" }
    return words.dropLast().joined(separator: ", ") + " or " + last
}
