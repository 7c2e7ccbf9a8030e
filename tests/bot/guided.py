"""A made-up procedure with a guide, and the app over it: short enough to know every line of its checklists."""

from __future__ import annotations

from typing import Any

from knowledge.schema import Procedure
from knowledge.store import Knowledge

CODE = "1.999001"
OFFICIAL = "https://dichvucong.gov.vn/thu-tuc-hanh-chinh/khai-bao-nha-vuon"
ONLINE = "https://dichvucong.gov.vn/nop/khai-bao-nha-vuon"
FORM = "https://dichvucong.gov.vn/mau/to-khai.docx"

GUIDED: dict[str, Any] = {
    "code": CODE,
    "name": "Khai báo nhà vườn",
    "field": "Nhà ở",
    "levels": ["commune"],
    "executing_agency": "Ủy ban nhân dân cấp xã",
    "receiving_place": "Bộ phận một cửa của Ủy ban nhân dân cấp xã",
    "conditions": "unknown",
    "questions": [
        {
            "id": "nguoi_di",
            "ask": "Ai sẽ đi nộp hồ sơ?",
            "options": [{"id": "tu_di", "label": "Tôi tự đi"}, {"id": "uy_quyen", "label": "Người được ủy quyền"}],
        },
        {
            "id": "tinh_huong",
            "ask": "Giấy cũ của anh/chị thế nào?",
            "options": [{"id": "con", "label": "Còn giữ"}, {"id": "mat", "label": "Bị mất"}, {"id": "hong", "label": "Bị hỏng"}],
        },
    ],
    "cases": [
        {
            "name": "Hồ sơ chung",
            "documents": [
                {"name": "Tờ khai nhà vườn", "originals": 1, "form": {"name": "Mẫu số 01", "link": FORM}},
                {"name": "Căn cước của chủ nhà ẶặỠỡỪừ", "copies": 2, "show_only": True, "note": "Mang theo khi đi nộp."},
            ],
        },
        {
            "name": "Nhờ người khác",
            "when": {"nguoi_di": ["uy_quyen"]},
            "documents": [{"name": "Giấy ủy quyền có chứng thực", "originals": 1, "copies": 1}],
        },
        {"name": "Mất giấy", "when": {"tinh_huong": ["mat"]}, "documents": [{"name": "Đơn trình báo mất giấy", "originals": 3}]},
        {"name": "Hỏng giấy", "when": {"tinh_huong": ["hong"]}, "documents": [{"name": "Giấy cũ đã hỏng", "originals": 1}]},
    ],
    "steps": [{"text": "Chuẩn bị giấy tờ."}, {"text": "Nộp tại bộ phận một cửa."}],
    "methods": [
        {
            "channel": "direct",
            "times": [{"amount": 3, "unit": "working_day"}],
            "fees": [{"kind": "amount", "amount": 15000, "name": "Lệ phí khai báo"}],
        }
    ],
    "results": ["Giấy xác nhận"],
    "legal_basis": "unknown",
    "official_url": OFFICIAL,
    "online_url": ONLINE,
    "decision": {"number": "123/QĐ-BXD"},
    "source": {"name": "Cổng Dịch vụ công quốc gia"},
    "checked": "2026-11-20",
}


def guided(**changes: Any) -> Procedure:
    """The procedure, with some fields changed."""
    return Procedure.model_validate({**GUIDED, **changes})


def knowledge_of(*procedures: Procedure) -> Knowledge:
    """A knowledge base of these procedures alone."""
    return Knowledge(procedures={one.code: one for one in procedures}, faqs={}, revision="made-up")
