using RingFed.Learning.Models.Ctgan;

namespace RingFed.Learning.Models;

/// <summary>The generators by the name that a topology gives them.</summary>
public static class ModelCatalog
{
    private static readonly SortedDictionary<string, Func<ModelContext, ModelOptions?, IGenerativeModel>> _makers = new(StringComparer.Ordinal)
    {
        [CtganModel.Name] = (context, options) => new CtganModel(context, Of<CtganOptions>(CtganModel.Name, options)),
    };

    /// <summary>Known names in alphabetical order.</summary>
    public static IReadOnlyCollection<string> Names => _makers.Keys;

    /// <param name="options">The model's own options; null for its defaults.</param>
    /// <exception cref="ArgumentException">The name is unknown, or the options are those of another model or out of range.</exception>
    public static IGenerativeModel Create(string name, ModelContext context, ModelOptions? options = null) =>
        _makers.TryGetValue(name, out Func<ModelContext, ModelOptions?, IGenerativeModel>? make)
            ? make(context, options)
            : throw new ArgumentException($"There is no model '{name}'. Known: {string.Join(", ", Names)}.", nameof(name));

    private static T Of<T>(string name, ModelOptions? options)
        where T : ModelOptions, new() =>
        options switch
        {
            null => new T(),
            T own => own,
            _ => throw new ArgumentException($"{options.GetType().Name} are not options of '{name}'.", nameof(options)),
        };
}
