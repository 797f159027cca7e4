using RingFed.Learning.Data;
using RingFed.Learning.Models.Auto;
using RingFed.Learning.Models.BayesianNetwork;
using RingFed.Learning.Models.Clustering;
using RingFed.Learning.Models.Ctgan;
using RingFed.Learning.Models.Hybrid;
using RingFed.Learning.Models.Predictors.Cox;
using RingFed.Learning.Models.Predictors.DeepSurv;
using RingFed.Learning.Models.Predictors.LogisticRegression;
using RingFed.Learning.Models.Predictors.Savae;
using RingFed.Learning.Models.VaeBgm;

namespace RingFed.Learning.Models;

/// <summary>The models by the name that a topology gives them.</summary>
public static class ModelCatalog
{
    private static readonly SortedDictionary<string, Entry> _entries = new(StringComparer.Ordinal)
    {
        [AutoChoice.Name] = new(
            (context, options) => Create(AutoChoice.Of(context.Encoder.Schema, Of<AutoOptions>(AutoChoice.Name, options)).Model, context),
            AutoOptions.Parse,
            (schema, options) => PlanOf(AutoChoice.Of(schema, (AutoOptions)options).Model, schema, new Dictionary<string, string>())),
        [BayesianNetworkModel.Name] = new(
            (context, options) => new BayesianNetworkModel(context, Of<BayesianNetworkOptions>(BayesianNetworkModel.Name, options)),
            BayesianNetworkOptions.Parse,
            (schema, options) => BayesianNetworkModel.Plan(schema, (BayesianNetworkOptions)options)),
        [CtganModel.Name] = new(
            (context, options) => new CtganModel(context, Of<CtganOptions>(CtganModel.Name, options)),
            CtganOptions.Parse,
            (_, _) => FitPlan.TrainingAlone),
        [HierarchicalMixture.Name] = new(
            (context, options) => new HierarchicalMixture(context, Of<HierarchicalMixtureOptions>(HierarchicalMixture.Name, options)),
            HierarchicalMixtureOptions.Parse,
            (_, options) => HierarchicalMixture.PlanOf((HierarchicalMixtureOptions)options)),
        [HybridModel.Name] = new(
            (context, options) => new HybridModel(context, Of<HybridOptions>(HybridModel.Name, options)),
            HybridOptions.Parse,
            (schema, _) => HybridModel.PlanOf(schema)),
        [CoxModel.Name] = new(
            (context, options) => new CoxModel(context, Of<CoxOptions>(CoxModel.Name, options)),
            CoxOptions.Parse,
            (_, _) => CoxModel.Plan),
        [DeepSurvModel.Name] = new(
            (context, options) => new DeepSurvModel(context, Of<DeepSurvOptions>(DeepSurvModel.Name, options)),
            DeepSurvOptions.Parse,
            (_, _) => FitPlan.TrainingAlone),
        [LogisticModel.Name] = new(
            (context, options) => new LogisticModel(context, Of<LogisticOptions>(LogisticModel.Name, options)),
            LogisticOptions.Parse,
            (_, _) => LogisticModel.Plan),
        [SavaeModel.Name] = new(
            (context, options) => new SavaeModel(context, Of<SavaeOptions>(SavaeModel.Name, options)),
            SavaeOptions.Parse,
            (_, _) => FitPlan.TrainingAlone),
        [VaeBgmModel.Name] = new(
            (context, options) => new VaeBgmModel(context, Of<VaeBgmOptions>(VaeBgmModel.Name, options)),
            VaeBgmOptions.Parse,
            (_, options) => VaeBgmModel.PlanOf(Of<VaeBgmOptions>(VaeBgmModel.Name, options))),
    };

    /// <summary>Known names in alphabetical order.</summary>
    public static IReadOnlyCollection<string> Names => _entries.Keys;

    /// <summary>The options of a model as a topology writes them; what is not named keeps its default.</summary>
    /// <exception cref="ArgumentException">The model is unknown, or options are unknown or out of range; the message lists all.</exception>
    public static ModelOptions ParseOptions(string name, IReadOnlyDictionary<string, string> options) => Find(name).Parse(options);

    /// <param name="options">The model's own options; null for its defaults.</param>
    /// <exception cref="ArgumentException">The name is unknown, or the options are those of another model or out of range.</exception>
    public static IRingModel Create(string name, ModelContext context, ModelOptions? options = null) => Find(name).Make(context, options);

    /// <summary>As <see cref="Create"/>, for what draws patients.</summary>
    /// <exception cref="ArgumentException">The model draws no patients, or as for <see cref="Create"/>.</exception>
    public static IGenerativeModel CreateGenerator(string name, ModelContext context, ModelOptions? options = null)
    {
        IRingModel model = Create(name, context, options);
        if (model is IGenerativeModel generator)
        {
            return generator;
        }

        model.Dispose();
        throw new ArgumentException($"'{name}' predicts and draws no patients.", nameof(name));
    }

    /// <summary>How many sums and which rounds the model needs; nothing is built for it.</summary>
    /// <exception cref="ArgumentException">As for <see cref="ParseOptions"/>.</exception>
    public static FitPlan PlanOf(string name, CohortSchema schema, IReadOnlyDictionary<string, string> options) =>
        Find(name).Plan(schema, ParseOptions(name, options));

    /// <summary>Why a name that leaves the choice open stands for the model that it does; null for a name that is a model's own.</summary>
    /// <exception cref="ArgumentException">As for <see cref="ParseOptions"/>.</exception>
    public static string? ReasonOf(string name, CohortSchema schema, IReadOnlyDictionary<string, string> options) =>
        name == AutoChoice.Name ? AutoChoice.Of(schema, (AutoOptions)ParseOptions(name, options)).Reason : null;

    private static Entry Find(string name) => _entries.TryGetValue(name, out Entry? entry)
        ? entry
        : throw new ArgumentException($"There is no model '{name}'. Known: {string.Join(", ", Names)}.", nameof(name));

    private static T Of<T>(string name, ModelOptions? options)
        where T : ModelOptions, new() =>
        options switch
        {
            null => new T(),
            T own => own,
            _ => throw new ArgumentException($"{options.GetType().Name} are not options of '{name}'.", nameof(options)),
        };

    private sealed record Entry(
        Func<ModelContext, ModelOptions?, IRingModel> Make,
        Func<IReadOnlyDictionary<string, string>, ModelOptions> Parse,
        Func<CohortSchema, ModelOptions, FitPlan> Plan);
}
