using MathNet.Numerics.LinearAlgebra;

namespace RingFed.Learning.Tests.Data.Simulated;

/// <summary>Coefficients and standard errors of a maximum-likelihood fit.</summary>
internal sealed record NewtonFit(double[] Coefficients, double[] StandardErrors)
{
    private const int Steps = 30;

    /// <summary>Newton's method from 0 on a concave log-likelihood given by gradient and negative Hessian.</summary>
    public static NewtonFit Maximise(int size, Func<Vector<double>, (Vector<double> Gradient, Matrix<double> Information)> evaluate)
    {
        Vector<double> beta = Vector<double>.Build.Dense(size);
        for (int step = 0; step < Steps; step++)
        {
            (Vector<double> gradient, Matrix<double> information) = evaluate(beta);
            Vector<double> change = information.Cholesky().Solve(gradient);
            beta += change;
            if (change.L2Norm() < 1e-9)
            {
                break;
            }
        }

        Matrix<double> covariance = evaluate(beta).Information.Inverse();
        return new NewtonFit(beta.ToArray(), [.. covariance.Diagonal().Select(Math.Sqrt)]);
    }

    /// <summary>Logistic regression; the caller adds the column of ones.</summary>
    public static NewtonFit Logistic(double[][] rows, double[] outcomes) => Maximise(rows[0].Length, beta =>
    {
        double[] gradient = new double[beta.Count];
        double[,] information = new double[beta.Count, beta.Count];
        for (int i = 0; i < rows.Length; i++)
        {
            double probability = 1 / (1 + Math.Exp(-Dot(rows[i], beta)));
            for (int a = 0; a < beta.Count; a++)
            {
                gradient[a] += rows[i][a] * (outcomes[i] - probability);
                for (int b = 0; b < beta.Count && rows[i][a] != 0; b++)
                {
                    information[a, b] += rows[i][a] * rows[i][b] * probability * (1 - probability);
                }
            }
        }

        return (Vector<double>.Build.Dense(gradient), Matrix<double>.Build.DenseOfArray(information));
    });

    /// <summary>Cox regression with Breslow's handling of ties.</summary>
    public static NewtonFit Cox(double[][] rows, double[] times, bool[] events)
    {
        int[] order = [.. Enumerable.Range(0, rows.Length).OrderByDescending(i => times[i])];
        return Maximise(rows[0].Length, beta => CoxStep(rows, times, events, order, beta));
    }

    private static (Vector<double> Gradient, Matrix<double> Information) CoxStep(
        double[][] rows, double[] times, bool[] events, int[] order, Vector<double> beta)
    {
        int size = beta.Count;
        double risk = 0;
        double[] first = new double[size];
        double[,] second = new double[size, size];
        double[] gradient = new double[size];
        double[,] information = new double[size, size];
        for (int next = 0; next < order.Length;)
        {
            int start = next;
            for (; next < order.Length && times[order[next]] == times[order[start]]; next++)
            {
                double[] row = rows[order[next]];
                double weight = Math.Exp(Dot(row, beta));
                risk += weight;
                for (int a = 0; a < size; a++)
                {
                    first[a] += weight * row[a];
                    for (int b = 0; b < size && row[a] != 0; b++)
                    {
                        second[a, b] += weight * row[a] * row[b];
                    }
                }
            }

            foreach (int died in order[start..next].Where(i => events[i]))
            {
                for (int a = 0; a < size; a++)
                {
                    gradient[a] += rows[died][a] - (first[a] / risk);
                    for (int b = 0; b < size; b++)
                    {
                        information[a, b] += (second[a, b] / risk) - (first[a] / risk * (first[b] / risk));
                    }
                }
            }
        }

        return (Vector<double>.Build.Dense(gradient), Matrix<double>.Build.DenseOfArray(information));
    }

    private static double Dot(double[] row, Vector<double> beta)
    {
        double sum = 0;
        for (int i = 0; i < row.Length; i++)
        {
            sum += row[i] * beta[i];
        }

        return sum;
    }
}
