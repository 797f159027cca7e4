using System.Globalization;
using RingFed.Learning.Data;
using RingFed.Learning.Data.Numerics;
using RingFed.Learning.Encoding;
using RingFed.Learning.Models.Predictors.Covariates;
using RingFed.Learning.Models.Predictors.Newton;

namespace RingFed.Learning.Models.Predictors.LogisticRegression;

/// <summary>
/// A silo's log-likelihood Σ [y η - ln(1 + e^η)], η = intercept + x·β. Variables: the intercept, then one a covariate.
/// Patients without a label are left out.
/// </summary>
internal sealed class LogisticProblem : INewtonProblem
{
    private readonly CovariateDesign _design;
    private readonly string _target;
    private readonly double[] _covariates;
    private readonly double[] _inputs;
    private readonly double[] _labels;
    private readonly double _records;
    private readonly double _ridge;

    public LogisticProblem(FittedEncoder encoder, CovariateDesign design, Cohort cohort, int target, LogisticOptions options)
    {
        int[] known = [.. Enumerable.Range(0, cohort.Count).Where(row => !double.IsNaN(cohort[row, target]))];
        (_design, _target, _records) = (design, encoder.Schema.Columns[target].Name, encoder.Records);
        _covariates = design.Encode(cohort.Take(known));
        _inputs = WithOnes(_covariates, known.Length, design.Count);
        _ridge = options.Ridge;
        _labels = [.. known.Select(row => cohort[row, target])];
        Name = NameOf(encoder, design, options);
    }

    public string Name { get; }

    private int Size => _design.Count + 1;

    public static string NameOf(FittedEncoder encoder, CovariateDesign design, LogisticOptions options) =>
        QueryName.Of(LogisticModel.Name, encoder, [$"{options.Target}", options.Ridge.ToString("R", CultureInfo.InvariantCulture), .. design.Names]);

    public NewtonTerms SummaryTerms => CovariateMoments.Terms(_design.Reaches, counts: 2, _records);

    public double[] Summary() => [_labels.Length, _labels.Count(label => label == 1), .. CovariateMoments.Of(_covariates, _design.Count)];

    public double[] Begin(double[] total)
    {
        if (total[0] < EncoderFit.MinimumCount || total[1] == 0 || total[1] == total[0])
        {
            throw new InvalidOperationException($"The ring holds {total[0]} records with a label in '{_target}', {total[1]} of them with 1; at least {EncoderFit.MinimumCount} records, and both labels, are needed.");
        }

        return [0, .. CovariateMoments.Ridges(_ridge, total.AsSpan(2), total[0])];
    }

    public NewtonPoint At(double[] variables)
    {
        double[] predictors = LinearPredictor.Of(_inputs, variables);
        double value = 0;
        double[] gradient = new double[Size];
        double[] information = new double[NewtonPoint.TriangleLength(Size)];
        for (int row = 0; row < _labels.Length; row++)
        {
            double small = ExactMath.Exp(-Math.Abs(predictors[row]));
            double probability = (predictors[row] >= 0 ? 1 : small) / (1 + small);
            value += (_labels[row] * predictors[row]) - Math.Max(0, predictors[row]) - ExactMath.Log1p(small);
            Triangle.Add(gradient, _inputs.AsSpan(row * Size, Size), _labels[row] - probability);
            Triangle.AddOuter(information, _inputs.AsSpan(row * Size, Size), probability * (1 - probability));
        }

        return new NewtonPoint(value, gradient, information);
    }

    public NewtonTerms TermsAt(double[] variables)
    {
        double[] reaches = [1, .. _design.Reaches];
        double value = ExactMath.Log(2) + variables.Select((variable, k) => Math.Abs(variable) * reaches[k]).Sum();
        double sum = reaches.Sum();
        double squares = reaches.Sum(reach => reach * reach);
        double largest = Math.Max(value, Math.Max(reaches.Max(), reaches.Max() * reaches.Max() / 4));
        return new NewtonTerms(
            _records * largest,
            value + sum + (sum * sum / 4),
            Math.Sqrt((value * value) + squares + (squares * squares / 16)));
    }

    private static double[] WithOnes(double[] design, int rows, int covariates)
    {
        double[] inputs = new double[rows * (covariates + 1)];
        for (int row = 0; row < rows; row++)
        {
            inputs[row * (covariates + 1)] = 1;
            design.AsSpan(row * covariates, covariates).CopyTo(inputs.AsSpan((row * (covariates + 1)) + 1));
        }

        return inputs;
    }
}
