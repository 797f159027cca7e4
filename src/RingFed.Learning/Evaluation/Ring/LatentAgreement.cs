using RingFed.Learning.Data;
using RingFed.Learning.Models;

namespace RingFed.Learning.Evaluation.Ring;

/// <summary>
/// Whether silos' encoders speak one language, all silos in one process. Among silos the same is measured by exchanging
/// anchor codes, which are no patients', and by <see cref="LatentDiscrepancy.MeasureAsync"/>.
/// </summary>
/// <param name="Cka">Mean over pairs of silos of <see cref="LinearCka"/> on the public anchors.</param>
/// <param name="CkaLeast">Of the pair that agrees least.</param>
/// <param name="Mmd">Mean over silos of <see cref="LatentDiscrepancy"/>.</param>
public sealed record LatentAgreement(Score Cka, Score CkaLeast, Score Mmd)
{
    /// <param name="models">One a silo; the same instance where they share one.</param>
    /// <param name="cohorts">Each silo's own patients.</param>
    /// <param name="classColumn">Categorical column within whose values codes are compared; null for all at once.</param>
    /// <exception cref="ArgumentException">There is not one cohort a model, codes differ in length, or the column is not categorical.</exception>
    public static LatentAgreement Of(IReadOnlyList<ILatentModel> models, IReadOnlyList<Cohort> cohorts, int? classColumn = null)
    {
        if (models.Count != cohorts.Count || models.Any(model => model.LatentSize != models[0].LatentSize))
        {
            throw new ArgumentException($"{models.Count} models of one code length need as many cohorts; there are {cohorts.Count}.", nameof(models));
        }

        Score[] pairs = [.. Pairs(models)];
        double[] values = [.. pairs.Select(pair => pair.Value).OfType<double>()];
        Score none = pairs.FirstOrDefault() is { Value: null } unmeasured ? unmeasured : Score.None("there are no two silos");
        return values.Length < pairs.Length || pairs.Length == 0
            ? new LatentAgreement(none, none, Discrepancy(models, cohorts, classColumn))
            : new LatentAgreement(new Score(values.Average()), new Score(values.Min()), Discrepancy(models, cohorts, classColumn));
    }

    private static IEnumerable<Score> Pairs(IReadOnlyList<ILatentModel> models)
    {
        double[][] codes = [.. models.Select(model => model.AnchorCodes())];
        for (int a = 0; a < models.Count; a++)
        {
            for (int b = a + 1; b < models.Count; b++)
            {
                yield return LinearCka.Of(codes[a], codes[b], codes[a].Length / models[a].LatentSize);
            }
        }
    }

    private static Score Discrepancy(IReadOnlyList<ILatentModel> models, IReadOnlyList<Cohort> cohorts, int? classColumn)
    {
        double[][] sums = [.. models.Select((model, silo) => Sums(model, cohorts[silo], classColumn))];
        if (sums.Length == 0)
        {
            return Score.None("there are no two silos");
        }

        double[] total = [.. Enumerable.Range(0, sums[0].Length).Select(i => sums.Sum(own => own[i]))];
        Score[] silos = [.. sums.Select(own => LatentDiscrepancy.Of(own, total))];
        double[] measured = [.. silos.Select(silo => silo.Value).OfType<double>()];
        return measured.Length > 0 ? new Score(measured.Average()) : silos[0];
    }

    private static double[] Sums(ILatentModel model, Cohort cohort, int? classColumn)
    {
        if (classColumn is not { } column)
        {
            return LatentDiscrepancy.Sums(model.Codes(cohort), model.LatentSize, null, 1);
        }

        if (!cohort.Schema.Columns[column].IsDiscrete)
        {
            throw new ArgumentException($"'{cohort.Schema.Columns[column].Name}' is not categorical: codes are compared within categories.", nameof(classColumn));
        }

        int[] classes = [.. cohort.Column(column).ToArray().Select(value => double.IsNaN(value) ? -1 : (int)value)];
        return LatentDiscrepancy.Sums(model.Codes(cohort), model.LatentSize, classes, cohort.Schema.Columns[column].Categories.Count);
    }
}
