using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace RingFed.Learning.Data.Schemas;

/// <summary>Text of a schema file to <see cref="CohortSchema"/>, all faults collected.</summary>
internal static class SchemaParser
{
    private static readonly string[] _fields = ["name", "origin", "key", "columns", "constraints"];

    public static CohortSchema? Parse(string text, string file, InputErrorList errors)
    {
        YamlMappingNode? root = Root(text, file, errors);
        if (root is null)
        {
            return null;
        }

        YamlFields fields = new(file, "", root, errors);
        fields.RefuseUnknown("a schema", _fields);
        ColumnParser columns = new();
        foreach (YamlFields entry in fields.Mappings("columns", "{ name: age, kind: continuous, range: [18, 110], decimals: 1 }"))
        {
            columns.Add(entry);
        }

        string? key = fields.Text("key");
        if (key is not null)
        {
            columns.RefuseKey(fields, key);
        }

        return new CohortSchema
        {
            Name = fields.Text("name", "mds") ?? "",
            Origin = fields.Choice("origin", SchemaWords.Origins, CohortOrigin.Clinical, required: true),
            Columns = columns.Columns,
            Endpoints = columns.Endpoints,
            KeyColumn = key,
            Constraints = Constraints(fields, columns.Columns),
        };
    }

    private static List<RowConstraint> Constraints(YamlFields fields, IReadOnlyList<ColumnSchema> columns)
    {
        List<RowConstraint> constraints = [];
        List<string> texts = fields.Items("constraints", null) ?? [];
        for (int i = 0; i < texts.Count; i++)
        {
            int item = i;
            RowConstraint? constraint = ConstraintParser.Parse(
                texts[i], columns, (message, remedy) => fields.ErrorAtItem("constraints", item, message, remedy));
            if (constraint is not null)
            {
                constraints.Add(constraint);
            }
        }

        return constraints;
    }

    private static YamlMappingNode? Root(string text, string file, InputErrorList errors)
    {
        YamlStream stream = [];
        try
        {
            stream.Load(new StringReader(text));
        }
        catch (YamlException exception)
        {
            errors.Add(file, (int)exception.Start.Line, "", $"Not YAML: {exception.Message.TrimEnd('.')}", "Mend the line or the one above it");
            return null;
        }

        if (stream.Documents is [{ RootNode: YamlMappingNode root }])
        {
            return root;
        }

        errors.Add(file, 1, "", "The file is not one mapping of fields", "Start with `name:`, `origin:` and `columns:`");
        return null;
    }
}
