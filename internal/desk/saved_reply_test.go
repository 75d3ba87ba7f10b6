package desk_test

import (
	"strings"
	"testing"

	"parley/internal/desk"
)

func TestSavedReplyBodies(t *testing.T) {
	for body, code := range map[string]string{
		"Hello {{customer.firstName}},\r\n{{ agent.name }}": "", "{{agent.name}": "", "{agent.name}": "", "a": "", strings.Repeat("é", desk.MaxSavedReply): "",
		"": "empty", " \n": "empty", strings.Repeat("é", desk.MaxSavedReply+1): "too_long", "a\x00": "control_character",
		"{{}}": "unknown_variable", "{{name}}": "unknown_variable", "{{Agent.Name}}": "unknown_variable", "{{agent.name}} {{ x }}": "unknown_variable",
	} {
		create := desk.SavedReplyCreate{Name: desk.Value("x"), Body: desk.Value(body)}
		update := desk.SavedReplyUpdate{Body: desk.Value(body)}
		for _, errs := range []desk.FieldErrors{create.Validate(), update.Validate()} {
			if got := codes(errs); got != code {
				t.Errorf("%.40q: %q, want %q", body, got, code)
			}
			if code == "unknown_variable" && (len(errs[0].Allowed) != len(desk.Variables()) || !strings.Contains(errs[0].Message, "{{customer.name}}, ")) {
				t.Errorf("%q is refused with %+v", body, errs[0])
			}
		}
	}
}

func codes(errs desk.FieldErrors) string {
	var list []string
	for _, e := range errs {
		list = append(list, e.Code)
	}
	return strings.Join(list, " ")
}

func TestWhoWritesSavedReplies(t *testing.T) {
	holding := func(kind desk.ActorKind, permissions ...desk.Permission) desk.Actor {
		return desk.Actor{Kind: kind, ID: 7, Permissions: desk.NewPermissionSet(permissions...)}
	}
	const none, denied, unseen = desk.Code(""), desk.CodePermission, desk.CodeNotFound
	for name, c := range map[string]struct {
		actor                    desk.Actor
		any, shared, own, others desk.Code
	}{
		"nobody":                     {desk.Actor{}, desk.CodeUnauthenticated, desk.CodeUnauthenticated, unseen, unseen},
		"who only reads":             {holding(desk.ActorUser, desk.ReadConversations), denied, denied, unseen, unseen},
		"who writes messages":        {holding(desk.ActorUser, desk.WriteConversations), none, denied, none, unseen},
		"who writes both":            {holding(desk.ActorUser, desk.WriteConversations, desk.WriteSavedReplies), none, none, none, unseen},
		"a key that writes messages": {holding(desk.ActorKey, desk.WriteConversations), denied, denied, unseen, unseen},
		"a key with everything":      {holding(desk.ActorKey, desk.Permissions()...), none, none, unseen, unseen},
		"the system":                 {desk.System("x", desk.ViaSystem), none, none, unseen, unseen},
	} {
		for what, got := range map[string][2]error{
			"any": {c.actor.RequireSavedReplies(), refused(c.any)}, "shared": {c.actor.RequireSavedReply(0), refused(c.shared)},
			"their own": {c.actor.RequireSavedReply(7), refused(c.own)}, "others'": {c.actor.RequireSavedReply(8), refused(c.others)},
		} {
			if code(got[0]) != code(got[1]) {
				t.Errorf("%s, %s: %v", name, what, got[0])
			}
		}
	}
}

func refused(c desk.Code) error {
	if c == "" {
		return nil
	}
	return &desk.Error{Code: c}
}

func code(err error) desk.Code {
	if e := desk.As(err); e != nil {
		return e.Code
	}
	return ""
}
