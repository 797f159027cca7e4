using System.Globalization;
using RingFed.Learning.Data;
using RingFed.Learning.Data.Numerics;
using RingFed.Learning.Encoding;
using RingFed.Learning.Models.Predictors.Covariates;
using RingFed.Learning.Models.Predictors.Newton;

namespace RingFed.Learning.Models.Predictors.Cox;

/// <summary>A silo's stratum of a Cox model.</summary>
internal sealed class CoxProblem : INewtonProblem
{
    /// <summary>ln of the ratio between the largest and the smallest weight in <see cref="CoxLikelihood"/>.</summary>
    private const double LogWeightSpan = 650;

    private readonly CovariateDesign _design;
    private readonly EndpointSchema _endpoint;
    private readonly SurvivalRows _rows;
    private readonly CoxLikelihood _likelihood;
    private readonly double[] _inputs;
    private readonly double _records;
    private readonly double _ridge;

    /// <exception cref="InvalidOperationException">The silo holds endpoints that cannot be.</exception>
    public CoxProblem(FittedEncoder encoder, CovariateDesign design, Cohort cohort, EndpointSchema endpoint, CoxOptions options)
    {
        (_design, _endpoint, _rows) = (design, endpoint, SurvivalRows.Of(cohort, endpoint));
        _inputs = design.Encode(cohort.Take(_rows.Rows));
        _likelihood = new CoxLikelihood(_inputs, design.Count, _rows.Times, _rows.Events, options.Ties);
        (_records, _ridge) = (encoder.Records, options.Ridge);
        Name = NameOf(encoder, design, endpoint, options);
    }

    public string Name { get; }

    public static string NameOf(FittedEncoder encoder, CovariateDesign design, EndpointSchema endpoint, CoxOptions options) =>
        QueryName.Of(CoxModel.Name, encoder, [endpoint.Name, options.Ties.ToString(), options.Ridge.ToString("R", CultureInfo.InvariantCulture), .. design.Names]);

    public NewtonTerms SummaryTerms => CovariateMoments.Terms(_design.Reaches, counts: 2, _records);

    public double[] Summary() => [_rows.Count, _rows.Events.Count(seen => seen), .. CovariateMoments.Of(_inputs, _design.Count)];

    public double[] Begin(double[] total)
    {
        if (total[0] < EncoderFit.MinimumCount || total[1] == 0)
        {
            throw new InvalidOperationException($"The ring holds {total[0]} records with a known endpoint '{_endpoint.Name}' and {total[1]} events in them; at least {EncoderFit.MinimumCount} records and an event are needed.");
        }

        return CovariateMoments.Ridges(_ridge, total.AsSpan(2), total[0]);
    }

    public NewtonPoint At(double[] variables) => _likelihood.At(variables);

    /// <summary>
    /// Every event's part is a mean over its risk set, which one record can move from end to end: the sensitivity is that of
    /// all events, and so is the bound.
    /// </summary>
    public NewtonTerms TermsAt(double[] variables)
    {
        double[] reaches = _design.Reaches;
        double value = LogWeightSpan + ExactMath.Log(_records) + variables.Select((variable, k) => 2 * Math.Abs(variable) * reaches[k]).Sum();
        double sum = 2 * reaches.Sum();
        double largest = Math.Max(Math.Max(2, value), Math.Max(2 * reaches.Max(), reaches.Max() * reaches.Max()));
        return new NewtonTerms(
            _records * largest,
            _records * (value + sum + (sum * sum)),
            _records * Math.Sqrt((value * value) + (sum * sum) + (sum * sum * sum * sum)));
    }
}
