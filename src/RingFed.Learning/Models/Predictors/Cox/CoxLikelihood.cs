using RingFed.Learning.Data.Numerics;
using RingFed.Learning.Models.Predictors.Newton;

namespace RingFed.Learning.Models.Predictors.Cox;

/// <summary>
/// Log partial likelihood of one stratum (Cox 1972) by <see cref="CoxTies"/>. Rows are walked from the latest time to the
/// earliest, so that the risk set only grows; a group holds the rows of one time. The information needs no p x p sum per
/// risk set: Σ_events S2/S0 is one weighted Gram matrix, row j weighing exp(x_j·β) Σ 1/S0(t) over the events at t &lt;= t_j
/// (with Efron's ties less the share by which an event's own row has left).
/// </summary>
internal sealed class CoxLikelihood
{
    /// <summary>Keeps a risk set above 0 at absurd coefficients, which a search tries and leaves.</summary>
    private const double WeightMin = 1e-280;

    private readonly CoxTies _ties;
    private readonly int _covariates;
    private readonly double[] _design;
    private readonly bool[] _events;
    private readonly int[] _groupStarts;

    /// <param name="design">Row by row, [times x covariates], finite.</param>
    public CoxLikelihood(double[] design, int covariates, double[] times, bool[] events, CoxTies ties)
    {
        int[] order = [.. Enumerable.Range(0, times.Length).OrderByDescending(i => times[i])];
        (_ties, _covariates) = (ties, covariates);
        _design = [.. order.SelectMany(row => design.Skip(row * covariates).Take(covariates))];
        _events = [.. order.Select(row => events[row])];
        _groupStarts =
        [
            .. Enumerable.Range(0, order.Length).Where(i => i == 0 || times[order[i]] != times[order[i - 1]]),
            order.Length,
        ];
    }

    private int Groups => _groupStarts.Length - 1;

    public NewtonPoint At(ReadOnlySpan<double> coefficients)
    {
        double[] predictors = Predictors(coefficients);
        double[] weights = [.. predictors.Select(predictor => Math.Max(WeightMin, ExactMath.Exp(predictor)))];
        double[] gradient = new double[_covariates];
        double[] information = new double[NewtonPoint.TriangleLength(_covariates)];
        Hazard[] hazards = new Hazard[Groups];
        double value = 0;
        RiskSet all = new(_covariates);
        for (int group = 0; group < Groups; group++)
        {
            RiskSet dying = new(_covariates);
            int deaths = Enter(group, weights, all, dying);
            for (int row = _groupStarts[group]; row < _groupStarts[group + 1]; row++)
            {
                if (_events[row])
                {
                    value += predictors[row];
                    Triangle.Add(gradient, Row(row), 1);
                }
            }

            hazards[group] = Leave(deaths, all, dying, ref value, gradient, information);
        }

        AddSecondMoments(weights, hazards, information);
        return new NewtonPoint(value, gradient, information);
    }

    /// <summary>x·β less its largest value, which cancels in every ratio.</summary>
    private double[] Predictors(ReadOnlySpan<double> coefficients)
    {
        double[] predictors = new double[_events.Length];
        for (int row = 0; row < predictors.Length; row++)
        {
            ReadOnlySpan<double> covariates = Row(row);
            for (int k = 0; k < covariates.Length; k++)
            {
                predictors[row] += covariates[k] * coefficients[k];
            }
        }

        double largest = predictors.DefaultIfEmpty(0).Max();
        return [.. predictors.Select(predictor => predictor - largest)];
    }

    /// <summary>The group's rows enter the risk set.</summary>
    /// <returns>Events among them.</returns>
    private int Enter(int group, double[] weights, RiskSet all, RiskSet dying)
    {
        int deaths = 0;
        for (int row = _groupStarts[group]; row < _groupStarts[group + 1]; row++)
        {
            all.Add(Row(row), weights[row]);
            if (_events[row])
            {
                deaths++;
                dying.Add(Row(row), weights[row]);
            }
        }

        return deaths;
    }

    /// <summary>The group's events happen: their risk sets go into value, gradient, and the means' part of the information.</summary>
    private Hazard Leave(int deaths, RiskSet all, RiskSet dying, ref double value, double[] gradient, double[] information)
    {
        // Breslow's risk sets are all alike: one stands for all of them.
        int sets = _ties == CoxTies.Efron ? deaths : Math.Min(deaths, 1);
        double events = sets == 0 ? 0 : (double)deaths / sets;
        Hazard hazard = default;
        for (int set = 0; set < sets; set++)
        {
            double gone = _ties == CoxTies.Efron ? (double)set / deaths : 0;
            double weight = all.Weight - (gone * dying.Weight);
            double[] mean = all.MeanWithout(dying, gone, weight);
            value -= events * ExactMath.Log(weight);
            Triangle.Add(gradient, mean, -events);
            Triangle.AddOuter(information, mean, -events);
            hazard = new Hazard(hazard.Whole + (events / weight), hazard.Gone + (events * gone / weight));
        }

        return hazard;
    }

    private void AddSecondMoments(double[] weights, Hazard[] hazards, double[] information)
    {
        double cumulative = 0;
        for (int group = Groups - 1; group >= 0; group--)
        {
            cumulative += hazards[group].Whole;
            for (int row = _groupStarts[group]; row < _groupStarts[group + 1]; row++)
            {
                Triangle.AddOuter(information, Row(row), weights[row] * (cumulative - (_events[row] ? hazards[group].Gone : 0)));
            }
        }
    }

    private ReadOnlySpan<double> Row(int row) => _design.AsSpan(row * _covariates, _covariates);

    /// <param name="Whole">Σ events / S0 of the group.</param>
    /// <param name="Gone">The same, each times the share of the dying that has left.</param>
    private readonly record struct Hazard(double Whole, double Gone);

    /// <summary>S0 = Σ exp(x·β) and S1 = Σ exp(x·β) x.</summary>
    private sealed class RiskSet(int covariates)
    {
        private readonly double[] _rows = new double[covariates];

        public double Weight { get; private set; }

        public void Add(ReadOnlySpan<double> row, double weight)
        {
            Weight += weight;
            Triangle.Add(_rows, row, weight);
        }

        public double[] MeanWithout(RiskSet some, double share, double weight) =>
            [.. _rows.Select((sum, k) => (sum - (share * some._rows[k])) / weight)];
    }
}
