namespace RingFed.Learning.Data.Csv;

/// <summary>Rows read so far, checked cell by cell and as a whole. A faulty row is reported and not kept.</summary>
internal sealed class CohortRows
{
    private readonly CohortSchema _schema;
    private readonly InputErrorList _errors;
    private readonly List<double>[] _columns;
    private readonly bool[] _isSurvivalTime;
    private readonly Dictionary<string, string> _placeByKey = [];
    private readonly double[] _row;

    public CohortRows(CohortSchema schema, InputErrorList errors)
    {
        _schema = schema;
        _errors = errors;
        _columns = [.. schema.Columns.Select(_ => new List<double>())];
        _row = new double[schema.Columns.Count];
        _isSurvivalTime = [.. schema.Columns.Select((_, i) => schema.Endpoints.Any(endpoint => endpoint.TimeColumn == i))];
    }

    public Cohort ToCohort() => new(_schema, [.. _columns.Select(column => column.ToArray())]);

    /// <summary>Checks and keeps one line; false when no further row is taken.</summary>
    public bool Add(string file, int line, CsvHeader header, string[] fields)
    {
        if (_columns[0].Count == CohortCsv.RowsMax)
        {
            _errors.Add(file, line, "", $"The cohort has more than {CohortCsv.RowsMax} rows", "Split it between silos");
            return false;
        }

        bool sound = CheckKey(file, line, header, fields);
        sound &= ReadCells(file, line, header, fields);
        if (sound && CheckEndpoints(file, line) && CheckConstraints(file, line))
        {
            for (int c = 0; c < _row.Length; c++)
            {
                _columns[c].Add(_row[c]);
            }
        }

        return true;
    }

    private bool ReadCells(string file, int line, CsvHeader header, string[] fields)
    {
        bool sound = true;
        for (int c = 0; c < _row.Length; c++)
        {
            ColumnSchema column = _schema.Columns[c];
            string text = fields[header.Positions[c]];
            _row[c] = CellReader.Read(column, text, _isSurvivalTime[c], out CellFault? fault);
            if (fault is not null)
            {
                sound = false;
                _errors.Add(file, line, column.Name, fault.Message + Shown(text), fault.Remedy);
            }
        }

        return sound;
    }

    private bool CheckKey(string file, int line, CsvHeader header, string[] fields)
    {
        if (header.KeyPosition < 0)
        {
            return true;
        }

        string key = fields[header.KeyPosition];
        if (key.Length == 0)
        {
            _errors.Add(file, line, _schema.KeyColumn!, "The key is empty", "Give every patient a key");
            return false;
        }

        if (_placeByKey.TryAdd(key, $"{Path.GetFileName(file)}:{line}"))
        {
            return true;
        }

        _errors.Add(file, line, _schema.KeyColumn!, $"The key stands already at {_placeByKey[key]}{Shown(key)}", "Keep one row a patient");
        return false;
    }

    private bool CheckEndpoints(string file, int line)
    {
        bool sound = true;
        foreach (EndpointSchema endpoint in _schema.Endpoints)
        {
            bool timeMissing = double.IsNaN(_row[endpoint.TimeColumn]);
            if (timeMissing != double.IsNaN(_row[endpoint.EventColumn]))
            {
                sound = false;
                int absent = timeMissing ? endpoint.TimeColumn : endpoint.EventColumn;
                _errors.Add(
                    file, line, _schema.Columns[absent].Name, timeMissing ? "An event flag without a time" : "A time without an event flag",
                    $"Fill in both columns of `{endpoint.Name}`, or neither");
            }
        }

        return sound;
    }

    private bool CheckConstraints(string file, int line)
    {
        bool sound = true;
        foreach (RowConstraint constraint in _schema.Constraints.Where(constraint => !constraint.Holds(_row)))
        {
            sound = false;
            _errors.Add(
                file, line, _schema.Columns[constraint.Left].Name, $"The row breaks `{constraint.Text}`",
                "Correct the values, or the constraint in the schema");
        }

        return sound;
    }

    private string Shown(string text) => _schema.Origin == CohortOrigin.Clinical ? "" : $" (`{text}`)";
}
