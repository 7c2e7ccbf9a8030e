"""Words that stand for one kind of thing, so that a question about any paper, country or shop looks alike. Data only.

``masking.py`` matches them; unaccented and half-accented spellings match too. Written from general knowledge and from the names
of procedures, not from the training examples: whatever a class holds, an unseen example may hold as well.
"""

from __future__ import annotations

CLASSES: dict[str, str] = {
    "PROC": """
        căn cước công dân, thẻ căn cước, căn cước, chứng minh nhân dân, chứng minh thư, chứng minh, hộ chiếu, passport, khai
        sinh, giấy khai sinh, đăng ký khai sinh, kết hôn, đăng ký kết hôn, giấy kết hôn, độc thân, giấy độc thân, tình trạng hôn
        nhân, xác nhận tình trạng hôn nhân, khai tử, chứng tử, giấy chứng tử, báo tử, trích lục, trích lục khai sinh, trích lục
        khai tử, cải chính hộ tịch, hộ tịch, hộ khẩu, sổ hộ khẩu, nhập hộ khẩu, nhập khẩu, tách khẩu, cắt khẩu, tách hộ, chuyển
        hộ khẩu, thường trú, đăng ký thường trú, tạm trú, đăng ký tạm trú, tạm vắng, lưu trú, cư trú, xác nhận cư trú, kt3, sổ
        đỏ, sổ hồng, quyền sử dụng đất, giấy chứng nhận quyền sử dụng đất, tách thửa, hợp thửa, chuyển nhượng đất, sang tên sổ
        đỏ, sang tên xe, sang tên, chuyển nhượng, thế chấp, đăng ký thế chấp, xóa thế chấp, chuyển mục đích sử dụng đất, chuyển
        mục đích, thổ cư, lên thổ cư, gia hạn sử dụng đất, giao đất, thuê đất, giấy phép xây dựng, phép xây dựng, xây nhà, sửa
        nhà, cất nhà, hoàn công, bằng lái, bằng lái xe, giấy phép lái xe, bằng lái ô tô, bằng a1, bằng b1, bằng b2, bằng c, cà
        vẹt, cà vẹt xe, cavet, đăng ký xe, biển số, biển số xe, đăng kiểm, phù hiệu xe, hộ kinh doanh, đăng ký kinh doanh, đăng
        ký hộ kinh doanh, giấy phép kinh doanh, thành lập công ty, thành lập doanh nghiệp, công ty trách nhiệm hữu hạn, doanh
        nghiệp, doanh nghiệp tư nhân, giải thể, giải thể công ty, tạm ngừng kinh doanh, hợp tác xã, mã số thuế, thuế thu nhập cá
        nhân, hoàn thuế, quyết toán thuế, bảo hiểm y tế, thẻ bảo hiểm y tế, thẻ bảo hiểm, bảo hiểm xã hội, bảo hiểm xã hội một
        lần, sổ bảo hiểm, bảo hiểm thất nghiệp, trợ cấp thất nghiệp, thất nghiệp, thai sản, chế độ thai sản, ốm đau, tai nạn lao
        động, lương hưu, hưu trí, nghỉ hưu, tử tuất, mai táng phí, mai táng, trợ cấp mai táng, hộ nghèo, sổ hộ nghèo, cận nghèo,
        hộ cận nghèo, người cao tuổi, trợ cấp người cao tuổi, khuyết tật, giấy khuyết tật, bảo trợ xã hội, trợ cấp xã hội, trợ
        cấp, người có công, liệt sĩ, thương binh, chất độc da cam, nghĩa vụ quân sự, hoãn nghĩa vụ, khám nghĩa vụ, lý lịch tư
        pháp, phiếu lý lịch tư pháp, lý lịch, sơ yếu lý lịch, chứng thực, chứng thực chữ ký, công chứng, sao y, sao y bản chính,
        con nuôi, nhận con nuôi, nuôi con nuôi, nhận cha mẹ con, nhận cha con, giám hộ, đổi tên, đổi họ, cải chính, cải chính
        ngày sinh, xác định lại dân tộc, quốc tịch, nhập quốc tịch, thôi quốc tịch, giấy phép lao động, thẻ tạm trú, gia hạn
        visa, thị thực, an toàn thực phẩm, vệ sinh an toàn thực phẩm, giấy phép an toàn thực phẩm, phòng cháy chữa cháy, giấy
        phép karaoke, giấy phép bán rượu, bán rượu, thuốc lá, mở quán, mở tiệm, mở nhà thuốc, nhà thuốc, mở cửa hàng, mở công
        ty, nhà ở xã hội, mua nhà ở xã hội, miễn giảm học phí, miễn học phí, giảm học phí, hỗ trợ học phí, chuyển trường, nhập
        học, học lại, bằng tốt nghiệp, bằng cấp ba, bằng đại học, đo đạc, trích đo, khai thác nước, giấy phép môi trường, chứng
        chỉ hành nghề, nhãn hiệu, đăng ký nhãn hiệu, sáng chế, bản quyền, quảng cáo, biển hiệu, giấy phép quảng cáo, vỉa hè, đào
        đường, họp chợ, định danh, định danh mức 2, tài khoản định danh, ly hôn, giấy xác nhận, xác nhận nhân thân, đất đai,
        đất, nhà đất, thừa kế, từ chối di sản, di chúc, tặng cho đất, tặng cho, hiến đất, vũ khí, con dấu, pháo hoa, thành lập
        hội, tôn giáo, lễ hội, hồ sơ sức khỏe, giấy khám sức khỏe, giấy đi đường, thẻ hướng dẫn viên, kinh doanh lữ hành,
        internet, trang thông tin, giấy phép, dạy thêm, mở lớp, trung tâm ngoại ngữ, nhóm trẻ, mầm non, karaoke, massage, cầm
        đồ, xuất bản, bán thuốc, hành nghề, khai báo, đăng ký tàu, tàu cá, chăn nuôi, thú y, kiểm dịch, giống cây, chặt cây,
        rừng""",
    "DOCS": """
        giấy tờ, hồ sơ, bản sao, bản chính, bản gốc, bản photo, photo, photocopy, ảnh 3x4, ảnh 4x6, ảnh thẻ, hình thẻ, giấy ủy
        quyền, hợp đồng, bản vẽ, giấy giới thiệu, hình chụp, ảnh chụp, giấy ra viện, giấy chứng sinh, hóa đơn điện, sổ sách""",
    "FORM": """
        tờ khai, mẫu đơn, đơn, biểu mẫu, mẫu, mẫu số, phiếu, phiếu khai, file word, file, word, excel, pdf, bản khai, mẫu giấy,
        tờ đơn, đơn từ, tờ trình, mẫu tờ khai, ct01, tk01, form""",
    "LAW": """
        luật, nghị định, thông tư, điều luật, điều khoản, khoản, quyết định, văn bản, quy định, pháp luật, pháp lý, căn cứ pháp
        lý, bộ luật, nghị quyết, công văn, hướng dẫn thi hành, hiến pháp, văn bản pháp luật, cơ sở pháp lý, chỉ thị""",
    "AGENCY": """
        công an, công an phường, công an xã, công an tỉnh, công an huyện, công an quận, phường, xã, ủy ban, ủy ban nhân dân, ủy
        ban phường, ủy ban xã, ủy ban nhân dân xã, ủy ban nhân dân phường, một cửa, bộ phận một cửa, sở, sở tư pháp, sở xây
        dựng, sở giao thông, sở kế hoạch, sở tài chính, sở nội vụ, sở công thương, sở y tế, sở giáo dục, sở nông nghiệp, cục
        thuế, chi cục thuế, thuế, cơ quan thuế, văn phòng đăng ký đất đai, địa chính, tư pháp, phòng tư pháp, trung tâm hành
        chính công, trung tâm phục vụ hành chính công, hành chính công, bảo hiểm xã hội huyện, huyện, quận, tỉnh, thành phố, thị
        xã, thị trấn, kho bạc, phòng công chứng, văn phòng công chứng, trung tâm dịch vụ việc làm, trạm y tế, cơ quan, cảnh sát
        giao thông, quản lý xuất nhập cảnh, xuất nhập cảnh, phòng cảnh sát, hội đồng nhân dân, trụ sở, văn phòng, bưu điện""",
    "PLACE": """
        hà nội, sài gòn, hồ chí minh, thành phố hồ chí minh, đà nẵng, hải phòng, cần thơ, huế, an giang, vũng tàu, bà rịa, bắc
        giang, bắc kạn, bạc liêu, bắc ninh, bến tre, bình định, bình dương, bình phước, bình thuận, cà mau, cao bằng, đắk lắk,
        đắk nông, điện biên, đồng nai, đồng tháp, gia lai, hà giang, hà nam, hà tĩnh, hải dương, hậu giang, hòa bình, hưng yên,
        khánh hòa, kiên giang, kon tum, lai châu, lâm đồng, lạng sơn, lào cai, long an, nam định, nghệ an, ninh bình, ninh
        thuận, phú thọ, phú yên, quảng bình, quảng nam, quảng ngãi, quảng ninh, quảng trị, sóc trăng, sơn la, tây ninh, thái
        bình, thái nguyên, thanh hóa, tiền giang, trà vinh, tuyên quang, vĩnh long, vĩnh phúc, yên bái, thủ đức, gò vấp, bình
        thạnh, tân bình, phú nhuận, hóc môn, củ chi, cầu giấy, đống đa, hoàn kiếm, ba đình, hai bà trưng, thanh xuân, hà đông,
        long biên, hoàng mai, nha trang, quy nhơn, đà lạt, biên hòa, thủ dầu một, mỹ tho, rạch giá, phú quốc, buôn ma thuột,
        pleiku, vinh, hạ long, việt trì, phan thiết, long xuyên, châu đốc, hội an, đông anh, gia lâm, nam từ liêm, bắc từ liêm,
        tân phú, bình tân, quận nhất, q1, hcm, tphcm, hn, sg""",
    "COUNTRY": """
        mỹ, hoa kỳ, nhật, nhật bản, hàn, hàn quốc, úc, đức, pháp, anh quốc, nước anh, canada, đài loan, singapore, sing, thái
        lan, trung quốc, campuchia, lào, malaysia, mã lai, indonesia, philippines, ấn độ, nga, ukraine, ba lan, séc, tiệp,
        hungary, ý, italia, tây ban nha, bồ đào nha, hà lan, bỉ, thụy sĩ, thụy điển, na uy, phần lan, đan mạch, áo, hy lạp, thổ
        nhĩ kỳ, dubai, ả rập, brazil, mexico, new zealand, châu âu, châu mỹ, châu phi, nam phi, israel, iran, hồng kông, hong
        kong, macau, myanmar, đông timor, cuba, california, texas, florida, tokyo, osaka, seoul, busan, sydney, melbourne,
        berlin, paris, london, luân đôn, bangkok, bắc kinh, toronto, vancouver, new york, usa, uk, eu, schengen, triều tiên,
        châu á, ireland, slovakia, romania, bulgaria""",
    "ABROAD": """
        nước ngoài, visa, đại sứ quán, lãnh sự quán, định cư, du học, nhập cư, di trú, thẻ xanh, xuất khẩu lao động, lao động
        nước ngoài, bên đó, bên này, nước bạn, green card, pr, thường trú nhân, quốc tịch nước ngoài, thực tập sinh""",
    "BRAND": """
        shopee, lazada, tiki, sendo, grab, gojek, bee, be group, xanh sm, mobifone, vinaphone, viettel, viettel post,
        vietnamobile, fpt, vnpt, vtv, k cộng, evn, giao hàng nhanh, giao hàng tiết kiệm, ghn, ghtk, j t, ahamove, vietcombank,
        techcombank, agribank, bidv, vietinbank, sacombank, acb, mb bank, mbbank, vpbank, tpbank, vib, hdbank, shb, ocb, fe
        credit, home credit, prudential, manulife, bảo việt, aia, dai ichi, vietnam airlines, vietjet, bamboo, pacific airlines,
        phương trang, futa, thành bưởi, booking, agoda, traveloka, airbnb, netflix, spotify, youtube, facebook, fb, tiktok,
        instagram, telegram, gmail, google, apple, iphone, samsung, oppo, xiaomi, laptop, macbook, điện máy xanh, thế giới di
        động, fpt shop, cellphones, bách hóa xanh, vinmart, winmart, co opmart, coopmart, big c, lotte, aeon, ikea, vinfast,
        honda, yamaha, toyota, hyundai, kia, mazda, vespa, sh mode, air blade, wave, vinhomes, novaland, highlands, starbucks,
        phúc long, kfc, lotteria, mcdonald, pizza hut, now, baemin, shopeefood, vnexpress, zing, garena, steam, playstation,
        sim, esim""",
    "SHOP": """
        gói cước, 4g, 5g, wifi, mạng yếu, cước, nạp tiền điện thoại, nạp thẻ, vay tiền, vay vốn, vay tín chấp, vay nóng, lãi
        suất, gửi tiết kiệm, sổ tiết kiệm, thẻ atm, thẻ tín dụng, mở thẻ, chứng khoán, cổ phiếu, bitcoin, tiền ảo, coin, đầu tư,
        vé máy bay, vé xe, vé tàu, đặt vé, đặt phòng, khách sạn, resort, tour, du lịch, tiền điện, tiền nước, tivi, tủ lạnh, máy
        giặt, điều hòa, máy lạnh, bếp, nội thất, bảo hành, sửa điện thoại, sửa xe, mua, bán, rao bán, bán hàng, shop, cửa hàng,
        siêu thị, khuyến mãi, giảm giá, mã giảm giá, voucher, giao hàng, đơn hàng, bưu kiện, ship, phí ship, tuyển dụng, tìm
        việc, việc làm, xin việc, cv, phỏng vấn, lương, gia sư, học thêm, học tiếng anh, ielts, toeic, khóa học, học lái xe,
        trung tâm tiếng anh, gym, yoga, spa, làm đẹp, cắt tóc, làm nail, thuê nhà, thuê trọ, phòng trọ, thuê xe, chung cư, căn
        hộ, môi giới, bất động sản, bảo hiểm nhân thọ, bảo hiểm xe, quần áo, giày, túi xách, mỹ phẩm, son, nước hoa, trang sức,
        đồ cũ, chuyển nhà, dọn nhà, giúp việc, thợ, điện nước, thám tử, luật sư tư, hosting, tên miền, thiết kế web, chạy quảng
        cáo, in ấn, chụp ảnh, ảnh cưới, tiệc cưới, nhà hàng, quán ăn, đặt bàn, taxi, xe ôm, xe khách""",
    "HEALTH": """
        đau, nhức, đau đầu, nhức đầu, đau bụng, đau lưng, đau họng, đau răng, đau mắt, đau khớp, đau ngực, sốt, ho, cảm, cảm
        cúm, cúm, sổ mũi, nghẹt mũi, viêm, viêm họng, viêm gan, viêm xoang, viêm phổi, hen, suyễn, huyết áp, cao huyết áp, tiểu
        đường, đường huyết, mỡ máu, ung thư, tim, tim mạch, gan, thận, phổi, dạ dày, bao tử, trào ngược, đại tràng, tiêu chảy,
        táo bón, buồn nôn, ói, nôn, chóng mặt, mất ngủ, khó ngủ, mệt mỏi, dị ứng, nổi mẩn, ngứa, mụn, nám, rụng tóc, da liễu,
        thủy đậu, sởi, sốt xuất huyết, tay chân miệng, covid, vắc xin, vaccine, tiêm, tiêm phòng, chích, chích ngừa, mang thai,
        có thai, bầu, có bầu, thai, bà bầu, kinh nguyệt, trễ kinh, que thử, sữa mẹ, biếng ăn, mọc răng, nhổ răng, niềng răng,
        sâu răng, cận thị, mắt, tai, mũi, gãy xương, bong gân, thoái hóa, thoát vị, gút, gout, trĩ, sỏi thận, thuốc, uống thuốc,
        kháng sinh, paracetamol, panadol, berberin, vitamin, canxi, liều, tác dụng phụ, bác sĩ, bác sỹ, khám, khám bệnh, chữa
        bệnh, điều trị, mổ, phẫu thuật, siêu âm, xét nghiệm, chụp x quang, nội soi, bệnh, bệnh viện, triệu chứng, phòng khám, ăn
        kiêng, giảm cân, tăng cân, béo phì, cholesterol, trầm cảm, stress, lo âu, tâm lý, bấm huyệt, châm cứu, thuốc nam, đông
        y, sơ sinh, bé bị, hạ sốt, kiêng, zona, giun, dại, uốn ván, hpv, hiv, lao phổi, nhiễm trùng, vết thương""",
    "POLIT": """
        chính trị, đảng, đảng viên, đảng cộng sản, đa đảng, dân chủ, nhân quyền, tự do ngôn luận, bầu cử, tham nhũng, tổng bí
        thư, bí thư, thủ tướng, chủ tịch nước, bộ trưởng, quốc hội, đại biểu quốc hội, chính phủ, nhà nước, chế độ, chính quyền,
        lãnh đạo, biểu tình, đình công, phản động, việt tân, ba que, cờ vàng, chiến tranh, biển đông, hoàng sa, trường sa, lưỡi
        bò, đường lưỡi bò, xung đột, tổng thống, trump, biden, putin, zelensky, tập cận bình, hamas, cách mạng, cách mạng màu,
        độc tài, cộng sản, tư bản, xã hội chủ nghĩa, tử hình, án tử hình, quan điểm, bình luận, theo bạn, ý kiến của bạn, bạn
        nghĩ gì, bạn nghĩ sao, ủng hộ, phe, phe nào, sáp nhập, sáp nhập tỉnh, tinh giản, quan chức, ngoại giao, nato, trừng
        phạt, đất nước, dân tộc, yêu nước, bán nước, đại hội đảng, trung ương, bộ chính trị, ủy viên, thuế quan, tổng thống mỹ""",
    "LEARN": """
        thủ đô, dân số, diện tích, phát minh, toán, giải toán, bài toán, phương trình, đạo hàm, tích phân, hình tròn, tam giác,
        hình vuông, căn bậc, cộng trừ, nhân chia, bằng mấy, văn, bài văn, tả, nghị luận, thuyết minh, dàn ý, soạn, làm thơ, bài
        thơ, viết thơ, thơ, truyện kiều, dịch, dịch sang, tiếng anh, tiếng nhật, tiếng hàn, tiếng trung, tiếng pháp, ngữ pháp,
        từ vựng, lịch sử, vua, triều, nhà nguyễn, nhà trần, chiến thắng, khởi nghĩa, địa lý, sông, núi, biển, đại dương, hành
        tinh, mặt trăng, mặt trời, trái đất, vũ trụ, ngôi sao, vật lý, hóa học, sinh học, nguyên tố, công thức, định lý, tốc độ
        ánh sáng, lập trình, code, python, java, javascript, html, thuật toán, excel hàm, powerpoint, thuyết trình, slide,
        caption, kịch bản, ca sĩ, diễn viên, hoa hậu, bộ phim, tác giả, tác phẩm, nhà văn, nhà thơ, họa sĩ, kỷ lục, cao nhất,
        dài nhất, lớn nhất, nhỏ nhất, sâu nhất, thế giới, con vật, động vật, thực vật, khủng long, trí tuệ nhân tạo, blockchain,
        nghĩa là gì, là cái gì, vì sao, tại sao, đổi đơn vị, giá vàng, tỷ giá, tỉ giá, xổ số, kết quả xổ số, công thức nấu, cách
        nấu, nấu ăn, làm bánh, mẹo, món ăn, ngoại hạng anh, world cup, đội tuyển, olympic, seagame, múi giờ, lễ hội nào, ngày
        quốc tế, nguồn gốc, ý nghĩa, thủ đô nước, năm nào, ai phát minh, ai viết, mấy tuổi mất""",
    "CHAT": """
        thời tiết, mưa, nắng, trời, trời mưa, trời nóng, nóng quá, lạnh quá, lạnh, ăn cơm, ăn cơm chưa, ăn sáng, ăn trưa, ăn
        tối, ăn gì, uống gì, trà sữa, cà phê, nhậu, bia, phở, bún, lẩu, món gì, quán nào, ngon, người yêu, yêu, yêu em, yêu anh,
        thương em, nhớ em, hẹn hò, cưới anh, crush, thất tình, chia tay, ế, buồn, chán, vui, mệt, cô đơn, haha, hihi, hehe, kể
        chuyện, chuyện cười, kể chuyện cười, hát, bài hát, nghe nhạc, xem phim, phim, game, liên quân, pubg, bóng đá, đá banh,
        đá bóng, messi, ronaldo, tử vi, bói, cung hoàng đạo, cung, lô đề, lô, đề, mơ thấy, số đẹp, đặt tên, chó, mèo, thú cưng,
        hamster, ngủ, ngủ ngon, tâm sự, rảnh, đi chơi, đi đâu chơi, cuối tuần đi đâu, sinh nhật, chúc mừng, năm mới, tết, noel,
        quà, tặng quà, đẹp trai, đẹp gái, xinh, dễ thương, có vợ chưa, có chồng chưa, có người yêu chưa, đoán xem, đố, đố vui,
        oẳn tù tì, hôm nay bạn, vợ giận, chồng giận, kẹt xe, lười, giận, ghét, cười, xỉu""",
    "DISPUTE": """
        tranh chấp, kiện, khởi kiện, đi kiện, tòa, tòa án, ra tòa, luật sư, đòi nợ, nợ, thiếu nợ, quỵt, quỵt nợ, giật hụi, bể
        hụi, hụi, lừa, lừa đảo, bị lừa, chiếm, chiếm đoạt, lấn, lấn đất, lấn chiếm, bồi thường, đền, đền bù, chia thừa kế, chia
        tài sản, quyền nuôi con, giành con, cấp dưỡng, ngoại tình, ly hôn đơn phương, đơn phương, vi phạm hợp đồng, đi tù, ngồi
        tù, mấy năm tù, bao nhiêu năm tù, tù, án, án treo, tội, bị bắt, tạm giam, bào chữa, vu khống, bôi nhọ, nợ lương, sa
        thải, đuổi việc, phá hợp đồng, tố cáo, tố giác, thi hành án, giấy nợ, giấy vay tiền, đánh ghen, di chúc giả, cãi nhau,
        cãi, mâu thuẫn, hàng xóm, ngõ chung, đặt cọc, mất cọc, tiền cọc, bẻ cọc, đòi đất, đòi lại, oan, kháng cáo, khiếu kiện,
        truy tố, khởi tố, hình sự, dân sự, tội phạm""",
    "DANGER": """
        cứu, cứu với, cấp cứu, cháy, cháy nhà, hỏa hoạn, lửa, khói, nổ, bom, tai nạn, tông xe, đụng xe, va chạm, lật xe, chảy
        máu, máu, bất tỉnh, ngất, xỉu, đột quỵ, tai biến, co giật, khó thở, ngưng thở, không thở, ngừng tim, đuối nước, chết
        đuối, điện giật, ngộ độc, rò gas, xì gas, rắn cắn, té lầu, rơi, sập, mắc kẹt, kẹt, lũ, lũ cuốn, ngập, sạt lở, bão, trộm,
        cướp, giật, dao, súng, đâm, chém, đánh, bị đánh, đánh đập, hành hung, bạo hành, bạo lực, dọa giết, dọa, giết, bắt cóc,
        tống tiền, xâm hại, hiếp, sàm sỡ, quấy rối, theo dõi, nhốt, giam, mất tích, đi lạc, lạc, mất liên lạc, nguy kịch, nguy
        hiểm, khẩn, khẩn cấp, gấp gấp, kêu cứu, cầu cứu, xe cứu thương, cứu hỏa, cứu thương, 113, 114, 115, sắp sinh, vỡ ối, hấp
        hối, sặc""",
    "DESPAIR": """
        tự tử, tự sát, muốn chết, chết cho rồi, chết đi cho, không muốn sống, chán sống, kết thúc cuộc đời, kết liễu, nhảy cầu,
        nhảy lầu, uống thuốc ngủ, uống thuốc sâu, cắt tay, rạch tay, thư tuyệt mệnh, tuyệt mệnh, tuyệt vọng, không thiết sống,
        sống làm gì, sống để làm gì, biến mất khỏi, không còn lý do, hết muốn sống, treo cổ, tự làm đau, ý định tự tử, từ biệt,
        không ai cần""",
    "INSULT": """
        ngu, đồ ngu, óc chó, chó má, đm, dm, đmm, dcm, đcm, vcl, vl, vãi, cc, clgt, cmm, đụ, địt, đéo, cặc, lồn, đĩ, cút, câm
        mồm, câm, khốn nạn, mất dạy, vô dụng, đần, đần độn, khốn, con lợn, đồ heo, rác, rác rưởi, ăn hại, ăn bám, fuck, shit,
        stupid, wtf, não, óc, điên, khùng, dở hơi, mẹ mày, má mày, bố mày, tiên sư, mẹ kiếp, chó, súc vật, mày, tao, tụi bay,
        bọn mày, chúng mày, đồ chó, xéo, biến, cứt, khỉ, phế vật, hãm, xàm, xàm lông, láo, ba láp, thằng, thằng khốn, con điên,
        đồ điên, đồ khùng""",
    "PROBE": """
        prompt, system prompt, câu lệnh, lệnh, hướng dẫn hệ thống, chỉ thị hệ thống, ignore, instructions, api, api key, key,
        token, database, cơ sở dữ liệu, dữ liệu, sql, select, drop, drop table, dump, log, máy chủ, server, admin, quản trị,
        quyền admin, root, hack, hacker, bẻ khóa, bypass, jailbreak, dan, developer, developer mode, chế độ nhà phát triển, mã
        nguồn, source code, source, config, cấu hình, mật khẩu của, thông tin của, thông tin cá nhân, số căn cước của, địa chỉ
        nhà của, số điện thoại của, hồ sơ của, của người khác, người khác, hàng xóm, tìm người, tìm địa chỉ, tra giùm, tra hộ,
        danh sách, biển số này, của ai, đứng tên ai, tên ai, nhà ai, chủ xe, chủ đất, đóng vai, giả vờ, giả sử bạn, bỏ qua, quên
        hết, lặp lại, tiết lộ, in ra, curl, http, script, env, ssh, file hệ thống, huấn luyện, mô hình nào, model, gpt""",
    "DIGI": """
        vneid, vn eid, vssid, app, ứng dụng, tài khoản, mật khẩu, đăng nhập, đăng xuất, otp, mã otp, mã xác thực, xác thực, kích
        hoạt, khuôn mặt, sinh trắc, nfc, quét nfc, chữ ký số, passcode, mã pin, tên đăng nhập, quên mật khẩu, đổi số, đổi mật
        khẩu, khóa tài khoản, email xác thực, cập nhật thông tin, liên kết, tích hợp, treo máy, bị văng, không vào được, không
        vô được, báo lỗi, lỗi""",
    "ONLINE": """
        online, trực tuyến, qua mạng, trên mạng, mạng, web, website, trang web, cổng dịch vụ công, dịch vụ công, dịch vụ công
        trực tuyến, cổng, internet, từ xa, tại nhà, ở nhà, điện thoại, máy tính, qua bưu điện, điện tử, bản điện tử, số hóa,
        link""",
    "PAY": """
        momo, zalopay, zalo pay, viettel money, vnpay, shopeepay, ví điện tử, ví, chuyển khoản, chuyển tiền, thanh toán, quét
        mã, mã qr, qr, quẹt thẻ, tiền mặt, biên lai, hóa đơn, trừ tiền, hoàn tiền, hoàn phí, trả lại tiền, giao dịch, số tài
        khoản, tài khoản kho bạc, ngân hàng, thẻ visa, thẻ ngân hàng, internet banking, trả góp, nộp nhầm, đóng nhầm, nộp thừa,
        trùng, hai lần, 2 lần""",
    "MONEY": """
        đồng, nghìn, ngàn, triệu, tr, tỷ, usd, đô la, đô, vnđ, vnd, xu""",
    "COST": """
        lệ phí, chi phí, phí, tiền, tốn, tốn kém, giá, giá cả, miễn phí, mất tiền, mất phí, đóng tiền, nộp tiền, thu tiền, thu
        phí, hết bao nhiêu, tiền bạc, biểu phí, mức phí, mức thu, thuế trước bạ, lệ phí trước bạ""",
    "UNIT": """
        ngày, tuần, tháng, năm, giờ, tiếng, phút, hôm, buổi, quý, ngày làm việc, bữa""",
    "WHEN": """
        hôm nay, ngày mai, mai, mốt, hôm qua, hôm kia, bữa nay, bây giờ, sáng mai, chiều mai, chiều nay, sáng nay, tối nay, trưa
        nay, tuần sau""",
    "DAY": """
        thứ hai, thứ ba, thứ tư, thứ năm, thứ sáu, thứ bảy, thứ 2, thứ 3, thứ 4, thứ 5, thứ 6, thứ 7, t7, cn, chủ nhật, cuối
        tuần, ngày lễ, lễ, tết, nghỉ lễ, nghỉ tết, sáng, chiều, trưa, tối, buổi sáng, buổi chiều, buổi trưa, buổi tối, giờ trưa,
        30 4, 2 9, giỗ tổ, mùng""",
    "KIN": """
        mẹ, má, ba mẹ, bố mẹ, cha mẹ, bố, cha, vợ, chồng, vợ chồng, con trai, con gái, con dâu, con rể, đứa con, con nhỏ, thằng
        con, nhóc, cháu nội, cháu ngoại, anh trai, chị gái, em trai, em gái, ông nội, bà nội, ông ngoại, bà ngoại, ông bà, nội,
        ngoại, dì, cậu, mợ, thím, mẹ vợ, mẹ chồng, bố vợ, bố chồng, ba vợ, má chồng, người nhà, người thân, người quen, bà con,
        họ hàng, cả nhà, gia đình, con riêng, con nuôi""",
    "OTHER_PERSON": """
        người khác, người lạ, đồng nghiệp, người yêu cũ, chủ nhà, người thuê, nhân viên, sếp, người đại diện, luật sư, cò, dịch
        vụ""",
    "BOT": """
        bot, chatbot, robot, trợ lý, trợ lý ảo, máy tự động, phần mềm, con bot, con máy, siri, alexa, chatgpt, ai này, rô bốt""",
    "STAFF": """
        cán bộ, nhân viên, tổng đài, tổng đài viên, người thật, chuyên viên, công chức, tư vấn viên, hotline, đường dây nóng,
        lãnh đạo phường""",
}
"""Class name to phrases, separated by commas. A phrase may stand in several classes; the first one counts."""

LEADS = """
    cho em hỏi, cho mình hỏi, cho tôi hỏi, cho tui hỏi, cho con hỏi, cho cháu hỏi, cho anh hỏi, cho chị hỏi, cho bác hỏi, cho cô
    hỏi, cho chú hỏi, cho hỏi, xin hỏi, xin được hỏi, em muốn hỏi, mình muốn hỏi, tôi muốn hỏi, tui muốn hỏi, em hỏi, hỏi, muốn
    hỏi, làm ơn, vui lòng, xin cho biết, cho biết, cho em biết, ad ơi, bạn ơi, em ơi, anh ơi, chị ơi, bot ơi, cán bộ ơi, mọi
    người ơi, shop ơi, dạ, thưa, à, ờ, ừm, alo, xin chào, chào bạn, chào em, chào anh, chào chị, chào ad, kính gửi, ad cho hỏi,
    vậy, thế, còn, rồi, thì, mà, nè, ủa, ơ, với lại
"""
"""Openings that only lead to the question."""

TAILS = """
    ạ, ạ anh, ạ chị, ạ em, nhé, nha, nghen, nghe, hen, hỉ, hè, hở, hả, hả em, hả bạn, hả anh, vậy, vậy ạ, vậy bạn, vậy em, vậy
    ta, thế, thế ạ, thế nhỉ, nhỉ, dợ, dạ, với, với ạ, giùm, dùm, giúp, giúp em, giúp mình, giúp tôi, giúp với, em ơi, bạn ơi,
    anh ơi, chị ơi, ad, ad ơi, em, anh, chị, bạn, cô, chú, bác, mọi người, cán bộ, shop, luôn, luôn ạ, ha, he, cho em, cho mình,
    cho tôi, cho tui, đó, đấy, á, ta, mấy anh, mấy chị
"""
"""Endings that only soften it."""
