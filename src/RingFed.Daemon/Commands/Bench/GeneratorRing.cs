using RingFed.Federation.Aggregation;
using RingFed.Learning.Data;
using RingFed.Learning.Encoding;
using RingFed.Learning.Models;
using RingFed.Learning.Models.Ctgan;
using RingFed.Simulation.Poisoning;

namespace RingFed.Daemon.Commands.Bench;

/// <summary>One run of a ring in this process: real training at each honest silo, the shipping merge after each round.</summary>
internal sealed class GeneratorRing : IDisposable
{
    /// <summary>Small and quick to learn: the bench compares rules, it does not reach for the best generator.</summary>
    internal static readonly CtganOptions Small = new()
    {
        LatentSize = 32,
        GeneratorSize = 32,
        CriticSize = 32,
        BatchSize = 60,
        AverageDecay = 0.9,
        LearningRate = 4e-3,
    };

    private readonly IGenerativeModel[] models;
    private readonly ParameterLayout layout;
    private readonly float[] agreed;

    /// <param name="cohorts">One a silo that trains.</param>
    public GeneratorRing(FittedEncoder encoder, IReadOnlyList<Cohort> cohorts, long seed)
    {
        models = [.. cohorts.Select((cohort, silo) => (IGenerativeModel)new CtganModel(
            new ModelContext(encoder, cohort, new ModelSeeds(seed, seed + 1 + silo), new SimulatedLedger(), TimeProvider.System), Small))];
        ModelLayout model = models[0].Layout;
        layout = new ParameterLayout(model.Model, model.Parameters.Select(tensor => (tensor.Name, tensor.Shape, tensor.Role)));
        agreed = new float[layout.Count];
        models[0].ExportParameters(agreed);
    }

    public int Parameters => layout.Count;

    /// <summary>Trains and merges; attackers join each round with what the attack makes of that round's honest updates.</summary>
    /// <returns>Why a round merged nothing, the first time; null when all did.</returns>
    /// <exception cref="TrainingDivergedException">The agreed parameters no longer train.</exception>
    public string? Run(GeneratorBenchOptions options, string rule, int attackers, CancellationToken stop)
    {
        PoisonedMerge merge = new(layout, rule, options.Attackers, threads: 1);
        string? fault = null;
        for (int round = 0; round < options.Rounds; round++)
        {
            float[][] honest = [.. models.Select(model => Delta(model, options.Steps, stop))];
            float[] start = [.. agreed];
            float[] crafted = attackers == 0 ? [] : options.Attack.Craft(new PoisonScene(honest, attackers, sent => Delta(merge.Run(honest, sent, attackers, start).Merged, start)));
            PoisonedResult result = merge.Run(honest, crafted, attackers, start);
            fault ??= result.Fault;
            (result.Merged ?? start).CopyTo(agreed, 0);
        }

        return fault;
    }

    public Cohort Draw(int rows, long seed, CancellationToken stop)
    {
        models[0].ImportParameters(agreed);
        return models[0].Sample(new SampleRequest(rows, seed, []), stop);
    }

    public void Dispose()
    {
        foreach (IGenerativeModel model in models)
        {
            model.Dispose();
        }
    }

    private float[] Delta(IGenerativeModel model, int steps, CancellationToken stop)
    {
        model.ImportParameters(agreed);
        model.Train(new TrainingBudget(steps), stop);
        float[] values = new float[layout.Count];
        model.ExportParameters(values);
        return Delta(values, agreed)!;
    }

    private static float[]? Delta(float[]? values, float[] start)
    {
        for (int i = 0; i < values?.Length; i++)
        {
            values[i] -= start[i];
        }

        return values;
    }
}
