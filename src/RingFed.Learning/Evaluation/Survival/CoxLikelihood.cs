using MathNet.Numerics.LinearAlgebra;

namespace RingFed.Learning.Evaluation.Survival;

/// <summary>
/// Breslow's log partial likelihood less ridge/2 ‖β‖². Rows are walked from the latest time to the earliest, so that
/// the risk set only grows; a group holds the rows of one time. The information needs no p x p sum per risk set:
/// Σ_events S2/S0 is one weighted Gram matrix, row j weighing exp(x_j·β) Σ_{events at t &lt;= t_j} 1/S0(t).
/// </summary>
internal sealed class CoxLikelihood
{
    private readonly Matrix<double> _design;
    private readonly bool[] _events;
    private readonly int[] _groupStarts;
    private readonly double _ridge;

    public CoxLikelihood(double[] design, int covariates, double[] times, bool[] events, double ridge)
    {
        int[] order = [.. Enumerable.Range(0, times.Length).OrderByDescending(i => times[i])];
        _design = Matrix<double>.Build.Dense(order.Length, covariates, (r, k) => design[(order[r] * covariates) + k]);
        _events = [.. order.Select(i => events[i])];
        _groupStarts =
        [
            .. Enumerable.Range(0, order.Length).Where(i => i == 0 || times[order[i]] != times[order[i - 1]]),
            order.Length,
        ];
        _ridge = ridge;
    }

    private int Groups => _groupStarts.Length - 1;

    public CoxPoint At(Vector<double> coefficients)
    {
        Vector<double> predictor = _design * coefficients;

        // The largest predictor is taken off before exponentials; it cancels in every ratio.
        predictor -= predictor.Maximum();
        Vector<double> weights = predictor.Map(Math.Exp, Zeros.Include);
        double value = -_ridge / 2 * coefficients.DotProduct(coefficients);
        Vector<double> gradient = -_ridge * coefficients;
        Matrix<double> means = Matrix<double>.Build.Dense(Groups, coefficients.Count);
        double[] hazards = new double[Groups];
        RiskSet risk = new(coefficients.Count);
        for (int group = 0; group < Groups; group++)
        {
            int deaths = AddGroup(group, risk, weights, predictor, gradient, ref value);
            if (deaths > 0)
            {
                Vector<double> mean = risk.Rows / risk.Weight;
                value -= deaths * Math.Log(risk.Weight);
                gradient.Subtract(deaths * mean, gradient);
                means.SetRow(group, Math.Sqrt(deaths) * mean);
                hazards[group] = deaths / risk.Weight;
            }
        }

        return new CoxPoint(value, gradient, Information(weights, hazards, means));
    }

    private int AddGroup(
        int group, RiskSet risk, Vector<double> weights, Vector<double> predictor, Vector<double> gradient, ref double value)
    {
        int deaths = 0;
        for (int row = _groupStarts[group]; row < _groupStarts[group + 1]; row++)
        {
            Vector<double> covariates = _design.Row(row);
            risk.Add(covariates, weights[row]);
            if (_events[row])
            {
                deaths++;
                value += predictor[row];
                gradient.Add(covariates, gradient);
            }
        }

        return deaths;
    }

    private Matrix<double> Information(Vector<double> weights, double[] hazards, Matrix<double> means)
    {
        Matrix<double> scaled = _design.Clone();
        double cumulative = hazards.Sum();
        for (int group = 0; group < Groups; group++)
        {
            for (int row = _groupStarts[group]; row < _groupStarts[group + 1]; row++)
            {
                // Rounding may leave the last of the differences just below zero.
                scaled.SetRow(row, Math.Sqrt(weights[row] * Math.Max(0, cumulative)) * _design.Row(row));
            }

            cumulative -= hazards[group];
        }

        return scaled.TransposeThisAndMultiply(scaled) - means.TransposeThisAndMultiply(means)
            + (_ridge * Matrix<double>.Build.DenseIdentity(_design.ColumnCount));
    }

    /// <summary>Σ exp(x·β) and Σ exp(x·β) x over the rows still at risk.</summary>
    private sealed class RiskSet(int covariates)
    {
        public double Weight { get; private set; }

        public Vector<double> Rows { get; } = Vector<double>.Build.Dense(covariates);

        public void Add(Vector<double> row, double weight)
        {
            Weight += weight;
            Rows.Add(weight * row, Rows);
        }
    }
}
