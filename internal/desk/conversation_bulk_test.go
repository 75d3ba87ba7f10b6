package desk_test

import (
	"testing"

	"parley/internal/desk"
)

func bulkOf(ids ...desk.ConversationID) desk.ConversationBulk {
	rows := []desk.BulkRow{}
	for _, id := range ids {
		rows = append(rows, desk.BulkRow{ID: desk.Value(id)})
	}
	return desk.ConversationBulk{Conversations: desk.Value(rows), Status: desk.Value(desk.StatusClosed)}
}

func TestConversationBulk(t *testing.T) {
	with := func(change func(*desk.ConversationBulk)) desk.ConversationBulk {
		in := bulkOf(7, 8)
		change(&in)
		return in
	}
	many := bulkOf()
	for i := range desk.MaxBulk {
		many.Conversations.Value = append(many.Conversations.Value, desk.BulkRow{ID: desk.Value(desk.ConversationID(i + 1))})
	}
	over := many
	over.Conversations = desk.Value(append(over.Conversations.Value, desk.BulkRow{ID: desk.Value(desk.ConversationID(999))}))
	type bulk = *desk.ConversationBulk
	for name, test := range map[string]struct {
		in          desk.ConversationBulk
		field, code string
	}{
		"is fine":                 {bulkOf(7, 8), "", ""},
		"unassigns":               {with(func(in bulk) { in.Status, in.AssignedTo = desk.Field[desk.Status]{}, desk.Null[desk.UserID]() }), "", ""},
		"as many as may be":       {many, "", ""},
		"one more":                {over, "conversations", "too_many"},
		"no rows":                 {bulkOf(), "conversations", "required"},
		"rows left out":           {with(func(in bulk) { in.Conversations = desk.Field[[]desk.BulkRow]{} }), "conversations", "required"},
		"rows null":               {with(func(in bulk) { in.Conversations = desk.Null[[]desk.BulkRow]() }), "conversations", "null"},
		"one twice":               {bulkOf(7, 8, 7), "conversations[2]._id", "duplicate"},
		"a row without id":        {with(func(in bulk) { in.Conversations.Value[1].ID = desk.Field[desk.ConversationID]{} }), "conversations[1]._id", "required"},
		"a row of null":           {with(func(in bulk) { in.Conversations.Value[1].ID = desk.Null[desk.ConversationID]() }), "conversations[1]._id", "null"},
		"a version of null":       {with(func(in bulk) { in.Conversations.Value[0].Version = desk.Null[int64]() }), "conversations[0].version", "null"},
		"a status that is none":   {with(func(in bulk) { in.Status = desk.Value(desk.Status("odd")) }), "status", "not_in_list"},
		"a priority that is null": {with(func(in bulk) { in.Priority = desk.Null[desk.Priority]() }), "priority", "null"},
		"nothing to change":       {with(func(in bulk) { in.Status = desk.Field[desk.Status]{} }), "assignedTo", "required"},
	} {
		t.Run(name, func(t *testing.T) {
			errs := test.in.Validate()
			switch {
			case test.field == "" && len(errs) > 0, test.field != "" && len(errs) != 1:
				t.Errorf("errors %v", errs)
			case test.field != "" && (errs[0].Field != test.field || errs[0].Code != test.code):
				t.Errorf("%v, want %s on %s", errs[0], test.code, test.field)
			}
		})
	}
}

func TestConversationBulkAsksTheSameOfEachRow(t *testing.T) {
	in := bulkOf(7)
	in.Priority, in.AssignedTo = desk.Value(desk.PriorityHigh), desk.Null[desk.UserID]()
	row := in.Conversations.Value[0]
	got := in.Update(row)
	if got.Status != in.Status || got.Priority != in.Priority || got.AssignedTo != in.AssignedTo || got.Subject.Set || got.IfVersions != nil {
		t.Errorf("without a version: %+v", got)
	}
	row.Version = desk.Value(int64(3))
	if got := in.Update(row); len(got.IfVersions) != 1 || got.IfVersions[0] != 3 {
		t.Errorf("versions %v", got.IfVersions)
	}
}
